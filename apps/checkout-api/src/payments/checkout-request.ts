import type { CheckoutRequest, ItemDetails } from '#payments';
import { judgeDeadline, parseAmount } from '#payments';
import type { FieldError } from '#platform';
import { instantOf } from '../requests/instant.js';
import type { CreatePaymentRequest, CustomerRequest, ItemRequest } from './create-payment.request.js';

/** The validated request in the words of the domain: minor units, instants, null for what was not said. */
export function toCheckoutRequest(request: CreatePaymentRequest): CheckoutRequest {
  return {
    orderId: request.orderId,
    amountMinor: amountOf(request.amount),
    currency: request.currency,
    description: request.description ?? null,
    customer: toCustomer(request.customer),
    items: (request.items ?? []).map(toItem),
    expiresAt: request.expiresAt == null ? null : instantOf(request.expiresAt),
    returnUrl: request.returnUrl ?? null,
    metadata: { ...request.metadata },
  };
}

function toCustomer(customer: CustomerRequest): CheckoutRequest['customer'] {
  return {
    email: customer.email,
    ...(customer.firstName == null ? {} : { firstName: customer.firstName }),
    ...(customer.lastName == null ? {} : { lastName: customer.lastName }),
    ...(customer.phone == null ? {} : { phone: customer.phone }),
    ...(customer.documentType == null ? {} : { documentType: customer.documentType }),
    ...(customer.documentNumber == null ? {} : { documentNumber: customer.documentNumber }),
  };
}

function toItem(item: ItemRequest): ItemDetails {
  return {
    sku: item.sku,
    name: item.name ?? null,
    quantity: item.quantity,
    unitPriceMinor: item.unitPrice == null ? null : amountOf(item.unitPrice),
  };
}

function amountOf(text: string): bigint {
  const amount = parseAmount(text);
  if (amount === null) throw new Error('an amount passed validation and is none');
  return amount;
}

/**
 * What is wrong with an expiry, or null. Judged when a payment is opened and not before: a repeated request must get its
 * stored answer, however late it is repeated.
 */
export function expiryError(expiresAt: Date, now: Date): FieldError | null {
  const field = 'expiresAt';
  switch (judgeDeadline(expiresAt, now)) {
    case 'fits':
      return null;
    case 'too_soon':
      return {
        field,
        code: 'out_of_range',
        message: 'expiresAt must be at least 10 minutes from now: give more time.',
      };
    case 'too_late':
      return { field, code: 'out_of_range', message: 'expiresAt must be less than 6 months from now: give less time.' };
  }
}
