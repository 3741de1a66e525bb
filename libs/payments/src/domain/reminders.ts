import type { Payment } from './order-book.js';

/** The next moment after `now` at which the shop hears that the deadline comes near; null when none is left. */
export function nextReminder(payment: Pick<Payment, 'expiresAt' | 'remindBeforeS'>, now: Date): Date | null {
  const ahead = payment.remindBeforeS
    .map((seconds) => payment.expiresAt.getTime() - seconds * 1000)
    .filter((instant) => instant > now.getTime());
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}
