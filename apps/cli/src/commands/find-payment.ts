import { type FoundPayment, isOpen, type Payments } from '#payments';
import { findPayments } from './find-payments.js';

/**
 * The one payment that a change is about: the open one of an order, or the only one there is. Throws a sentence that lists
 * them when that is not clear.
 */
export async function findPayment(payments: Payments, text: string): Promise<FoundPayment> {
  const found = await findPayments(payments, text);
  const open = found.filter(({ payment }) => isOpen(payment.state));
  const [only, ...others] = open.length > 0 ? open : found;
  if (only !== undefined && others.length === 0) return only;
  const list = found.map(({ payment }) => `${payment.id} (${payment.state})`).join(', ');
  throw new Error(`"${text}" names several payments: say which by its id, one of ${list}.`);
}
