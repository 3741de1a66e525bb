import type { FoundPayment, Payments } from '#payments';

/** Payments by id, order reference, CIP or transaction code, newest first. Throws a sentence when there is none. */
export async function findPayments(payments: Payments, text: string): Promise<FoundPayment[]> {
  const found = await payments.reader.lookUp(text.trim());
  if (found.length === 0) {
    throw new Error(`Nothing has the payment id, order reference, CIP or transaction code "${text}".`);
  }
  return found;
}
