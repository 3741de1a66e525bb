import type { Story } from './shoppers.js';

/** Money as the gateway has it in its books. Moments are ms of business time. */
export interface GatewayMoney {
  readonly operation: string;
  readonly amountMinor: number;
  readonly paidAtMs: number;
  readonly reversed: boolean;
  /** A message about it arrived and was answered with 200. */
  readonly announced: boolean;
  /** The same of the message that it was taken back. */
  readonly reversalAnnounced: boolean;
}

/** One CIP that the gateway made for us, whether anybody knows it or not. */
export interface CodeRecord {
  readonly number: string;
  readonly expiresAtMs: number;
  /** When we learnt its number; null when we never did. */
  readonly knownAtMs: number | null;
  /** Whether a search of ours was answered that it is paid. */
  readonly seenPaid: boolean;
  /** In the order in which the gateway took it. */
  readonly monies: readonly GatewayMoney[];
  readonly receipts: readonly { readonly amountMinor: number; readonly reversed: boolean }[];
}

export interface PaymentRecord {
  readonly id: string;
  readonly amountMinor: number;
  readonly state: string;
  readonly base: string;
  readonly stock: string;
  readonly unconfirmed: boolean;
  readonly expiresAtMs: number;
  readonly closedAtMs: number | null;
  /** One entry per generation. */
  readonly holds: readonly string[];
  /** Kinds of its cases, open or resolved. */
  readonly cases: readonly string[];
  readonly codes: readonly CodeRecord[];
}

export interface OrderRecord {
  readonly orderId: string;
  readonly story: Story;
  readonly payments: readonly PaymentRecord[];
  /** `order.paid` in the outbox, and at the ERP by id. */
  readonly paidEvents: readonly string[];
  readonly paidAtErp: readonly string[];
  readonly failures: readonly string[];
}

export interface EventRecord {
  readonly id: string;
  readonly paymentId: string;
  readonly sequence: number;
  readonly blocking: boolean;
}

/** Everything there is to judge at the end. */
export interface Outcome {
  readonly orders: readonly OrderRecord[];
  /** Codes of other systems that were paid, and the CIPs of `unknown_cip` cases. */
  readonly strangers: readonly string[];
  readonly unknownCips: readonly string[];
  /** What is still due, in words. */
  readonly left: readonly string[];
  /** Events of the outbox, and what the ERP acted on in its order. */
  readonly events: readonly EventRecord[];
  readonly eventsAtErp: readonly string[];
  readonly searchesAtMs: readonly number[];
  readonly budgetPerMinute: number;
  /** When the gateway could not be asked for longer than a closing waits. */
  readonly unaskable: readonly { readonly fromMs: number; readonly untilMs: number }[];
}
