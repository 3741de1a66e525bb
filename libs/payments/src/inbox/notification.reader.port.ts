/** Reads a stored notification's raw bytes; the gateway library satisfies it by shape. Never throws. */
export type NotificationReader = (
  rawBody: Uint8Array,
) => { kind: 'ok'; notification: NotificationContent } | { kind: string; reason: string };

export interface NotificationContent {
  eventType: string;
  /** Empty where the gateway sends none. */
  operationNumber: string;
  /** Without leading zeros. */
  cip: string;
  currency: string;
  amountMinor: bigint;
  paidAt: Date | null;
  transactionCode: string | null;
}
