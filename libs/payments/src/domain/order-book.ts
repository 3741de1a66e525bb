import type { HoldReason } from './hold-reason.js';
import type { Currency } from './money.js';
import type { BaseState, PaymentState } from './payment-state.js';
import type { Refund } from './refund.js';
import type { PollPriority } from './search-priority.js';

/** Everything that decides about one order: all its payments with what is known of their money. Plain, immutable data. */
export interface OrderBook {
  readonly shopId: string;
  readonly orderId: string;
  /** The payment whose `order.paid` exists; at most one per order, ever. */
  readonly shippedBy: string | null;
  readonly payments: readonly Payment[];
}

export type StockState = 'none' | 'held' | 'committed' | 'released';

export interface PaymentRecord {
  readonly id: string;
  readonly accountId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly baseState: BaseState;
  readonly state: PaymentState;
  readonly late: boolean;
  /** Closed without the gateway's word, because it could not be reached for EXPIRY_MAX_HOLD. */
  readonly unconfirmed: boolean;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly stock: StockState;
  readonly stockGeneration: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Seconds before the deadline at which the shop hears `order.expiring_soon`; set when the payment is opened. */
  readonly remindBeforeS: readonly number[];
  /** The next of them; null while there is nothing to remind of. */
  readonly remindAt: Date | null;
  /** When the clock looks again; null once it has nothing more to do. */
  readonly nextAt: Date | null;
  /** Why the clock waits past the last question; null while it does not. */
  readonly heldFor: HoldReason | null;
  readonly paidAt: Date | null;
  readonly closedAt: Date | null;
  readonly cips: readonly Cip[];
  readonly facts: readonly GatewayFact[];
  readonly receipts: readonly Receipt[];
  /** All that were ever asked for. */
  readonly refunds: readonly Refund[];
  /** The open one (at most one: a partial unique index says so too) and those this transaction settled. */
  readonly commands: readonly GatewayCommand[];
  /** Keys of all cases ever opened for this payment, with where they stand. */
  readonly cases: ReadonlyMap<string, CaseStanding>;
}

/** With what only decisions ask. */
export interface Payment extends PaymentRecord {
  /** Verified notifications for its CIPs that are stored but not applied yet. */
  readonly waitingNotifications: number;
}

/** `accepted` is resolved too: the decision that its money counts, which the fold of the receipts goes by. */
export type CaseStanding = 'open' | 'resolved' | 'accepted';

export type CipStatus = 'requested' | 'pending' | 'expired' | 'removed' | 'paid' | 'lost' | 'refused';

export interface Cip {
  readonly id: string;
  readonly transactionCode: string;
  /** Null until the gateway told it; a lost create never has one, unless its money shows up. */
  readonly number: string | null;
  readonly url: string | null;
  /** The one CIP a shopper is shown. */
  readonly current: boolean;
  readonly status: CipStatus;
  readonly statusAt: Date | null;
  /** Times of searches that said "not paid" (the latest sixteen): two of them after a paid one mean a reversal. */
  readonly pendingSeen: readonly Date[];
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly pollAt: Date | null;
  /** What that poll is worth when calls are short. */
  readonly pollPriority: PollPriority;
  /** When to have it deleted: it can still be paid, and nobody should pay it any more. */
  readonly retireAt: Date | null;
  /** When a notification first announced money on it; stays null for a silent gateway. */
  readonly announcedAt: Date | null;
}

export type FactKind = 'paid' | 'reversed';
export type FactSource = 'notification' | 'search';

/** One thing the gateway said about money. Append-only; two equal sayings are one fact. */
export interface GatewayFact {
  readonly cipId: string;
  readonly kind: FactKind;
  readonly source: FactSource;
  /** Operation number of the bank or agent; empty in searches and in some notifications. */
  readonly operationNumber: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Payment date as the gateway states it; null where it states none. */
  readonly occurredAt: Date | null;
  /** When we heard it; for a repeated search, the latest time. */
  readonly observedAt: Date;
  /** Id of the notification or search it rests on. */
  readonly evidence: string | null;
}

export type ReceiptCounts = 'applied' | 'surplus' | 'disputed';

/** Money that the gateway took: a projection of the facts. */
export interface Receipt {
  readonly id: string | null;
  readonly cipId: string;
  readonly operationNumber: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly paidAt: Date | null;
  readonly reversedAt: Date | null;
  readonly counts: ReceiptCounts;
  readonly factKeys: readonly string[];
}

export type CommandKind = 'create' | 'extend' | 'delete' | 'refund';
export type CommandPurpose = 'checkout' | 'replace' | 'cancel' | 'close' | 'extend' | 'reissue' | 'refund' | 'retire';
export type CommandStatus = 'intent' | 'sent' | 'done' | 'refused' | 'unknown' | 'lost';

export interface GatewayCommand {
  readonly id: string;
  readonly cipId: string;
  readonly kind: CommandKind;
  readonly purpose: CommandPurpose;
  readonly status: CommandStatus;
  readonly actor: string;
  /** For a refund: which one. */
  readonly refundId?: string;
  /** The deadline that an extend asks for, or that the new CIP of a reissue will have. */
  readonly expiresAt: Date | null;
  /** When the runner looks at it again, while it is open. */
  readonly nextAt: Date | null;
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

const OPEN_COMMAND: readonly CommandStatus[] = ['intent', 'sent', 'unknown'];

/** The command whose outcome is not known yet: while there is one, neither clock nor storefront starts another. */
export function openCommandOf(payment: PaymentRecord): GatewayCommand | undefined {
  return payment.commands.find(isOpenCommand);
}

export function isOpenCommand(command: GatewayCommand): boolean {
  return OPEN_COMMAND.includes(command.status);
}

/** Stable identity of a fact: what makes a replayed message add nothing (requirement R11). */
export function factKey(fact: GatewayFact): string {
  return [
    fact.cipId,
    fact.kind,
    fact.source,
    fact.operationNumber,
    fact.amountMinor,
    fact.currency,
    fact.occurredAt?.getTime() ?? '',
  ].join('|');
}

export function paymentOf(book: OrderBook, paymentId: string): Payment | undefined {
  return book.payments.find((payment) => payment.id === paymentId);
}

/** A shopper can pay it: it has a number, and nothing says that it ended. */
export function isPayable(cip: Cip): boolean {
  return cip.number !== null && cip.status === 'pending';
}

export function replacePayment(book: OrderBook, payment: Payment): OrderBook {
  return { ...book, payments: book.payments.map((other) => (other.id === payment.id ? payment : other)) };
}

export function changeCip(payment: Payment, cipId: string, change: Partial<Cip>): Payment {
  return { ...payment, cips: payment.cips.map((cip) => (cip.id === cipId ? { ...cip, ...change } : cip)) };
}
