import { amountToNumberText, formatLima } from '#pagoefectivo';
import type { NotificationEventType } from './notification-plan.js';

export interface NotificationFacts {
  eventType: NotificationEventType;
  /** Empty where the event has no operation (an expiry). */
  operationNumber: string;
  cip: string;
  currency: string;
  amountMinor: bigint;
  paidAt: Date | null;
  transactionCode: string;
}

/**
 * The body exactly as it is signed and sent: no whitespace, the CIP as text, the amount as a number with two decimals
 * (pagoefectivo-api.md §5). Written by hand because JSON.stringify would turn `100.00` into `100`.
 */
export function notificationText(facts: NotificationFacts): string {
  const data = [
    `"cip":${JSON.stringify(facts.cip)}`,
    `"currency":${JSON.stringify(facts.currency)}`,
    `"amount":${amountToNumberText(facts.amountMinor)}`,
    ...(facts.paidAt === null ? [] : [`"paymentDate":${JSON.stringify(formatLima(facts.paidAt))}`]),
    `"transactionCode":${JSON.stringify(facts.transactionCode)}`,
  ];
  const head = `"eventType":${JSON.stringify(facts.eventType)},"operationNumber":${JSON.stringify(facts.operationNumber)}`;
  return `{${head},"data":{${data.join(',')}}}`;
}
