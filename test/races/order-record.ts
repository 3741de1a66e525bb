import type { FinalAnswer, Shown } from './round.js';

/** Everything there is to judge about one order after its round. Moments are ms of the machine's clock unless they say. */
export interface OrderRecord {
  readonly orderId: string;
  readonly payments: readonly PaymentRecord[];
  readonly cips: readonly CipRecord[];
  readonly shown: readonly Shown[];
  readonly finals: readonly FinalAnswer[];
  /** Payments that somebody asked to be reissued. */
  readonly reissued: ReadonlySet<string>;
  /** Ids of the `order.paid` events in the outbox, and of those that the ERP acted on. */
  readonly paidEvents: readonly string[];
  readonly paidAtErp: readonly string[];
  /** What is still due although the race waited long enough. */
  readonly unsettled: readonly string[];
  readonly failures: readonly string[];
  /** Calls that delete or search its CIPs were disturbed on their way. */
  readonly disturbed: boolean;
}

export interface PaymentRecord {
  readonly id: string;
  readonly state: string;
  readonly base: string;
  readonly stock: string;
  readonly unconfirmed: boolean;
  /** When it was first paid, late or not; null when it never was. */
  readonly paidAtMs: number | null;
  /** When it was closed (expired, cancelled or failed); null while it is open or was paid in time. */
  readonly closedAtMs: number | null;
  readonly expiresAtBusinessMs: number;
  readonly holds: readonly { readonly generation: number; readonly state: string }[];
  readonly receipts: readonly {
    readonly cip: string;
    readonly counts: string;
    readonly reversed: boolean;
  }[];
  readonly cases: readonly string[];
  readonly currentCips: number;
}

/** A CIP that the gateway made for this order, whether anybody knows it or not. */
export interface CipRecord {
  readonly number: string;
  readonly paymentId: string;
  /** When we learnt its number; null when we never did. */
  readonly knownAtMs: number | null;
  /** Its states at the gateway, oldest first. */
  readonly states: readonly {
    readonly fromMs: number;
    readonly status: 'pending' | 'paid' | 'removed';
    readonly expiresAtBusinessMs: number;
  }[];
  /** When the gateway took money on it. */
  readonly moneyAtMs: readonly number[];
  /** Whether each of those payments was announced by a message that arrived. */
  readonly announced: boolean;
}

/** Whether the CIP could be paid at that moment, by the gateway's own books. */
export function isPayableAt(cip: CipRecord, atMs: number, businessAt: (ms: number) => number): boolean {
  const state = cip.states.findLast((candidate) => candidate.fromMs <= atMs);
  return state?.status === 'pending' && state.expiresAtBusinessMs >= businessAt(atMs);
}
