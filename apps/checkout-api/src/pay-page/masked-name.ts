import type { CustomerDetails } from '#payments';

/**
 * "Rosa Q.": enough for shoppers to know their own payment, too little for a stranger who sees the page. The first of
 * the first names and the initial of the last name; null where there is no first name, or one that is none.
 */
export function maskedName(customer: Pick<CustomerDetails, 'firstName' | 'lastName'>): string | null {
  const [first] = (customer.firstName ?? '').trim().split(/\s+/);
  // An e-mail address, a document or a phone number in the wrong field stays private.
  if (first === undefined || !/^\p{L}[\p{L}\p{M}'’.-]{0,39}$/u.test(first)) return null;
  const [initial] = /^\p{L}/u.exec((customer.lastName ?? '').trim()) ?? [];
  return initial === undefined ? first : `${first} ${initial.toLocaleUpperCase('es-PE')}.`;
}
