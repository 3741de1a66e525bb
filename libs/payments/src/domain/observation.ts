import type { CaseKind, CaseOutcome, Resolution } from './case-rules.js';
import type { ConfirmedAnswer, HoldReason, UnconfirmedReason } from './hold-reason.js';
import type { Cip, CommandKind, CommandPurpose, GatewayFact, Payment } from './order-book.js';
import type { RefundChannel, RefundDestination, RefundWish } from './refund.js';

/** Anything that may change a payment enters here and nowhere else (invariant 2). */
export type Observation =
  GatewayObservation | CommandObservation | ClockObservation | RequestObservation | RefundObservation;

/** What the gateway said, by notification or search. Any order, any repetition. */
export type GatewayObservation =
  | ({ readonly kind: 'money'; readonly paymentId: string } & { readonly fact: GatewayFact })
  | {
      /** A search that says the CIP is not paid. `unknown` never reaches here: it changes nothing. */
      readonly kind: 'cip_status';
      readonly paymentId: string;
      readonly cipId: string;
      readonly status: 'pending' | 'expired' | 'removed';
      readonly observedAt: Date;
    }
  | {
      /** A search showed that this number carries the transaction code of a create whose answer was lost. */
      readonly kind: 'cip_found';
      readonly paymentId: string;
      readonly cipId: string;
      readonly number: string;
    };

/** What became of a gateway call with an effect. */
export type CommandObservation =
  | {
      readonly kind: 'cip_created';
      readonly paymentId: string;
      readonly cipId: string;
      readonly commandId: string;
      readonly number: string;
      readonly url: string | null;
      readonly expiresAt: Date | null;
    }
  | {
      readonly kind: 'create_refused';
      readonly paymentId: string;
      readonly cipId: string;
      readonly commandId: string;
      readonly code: string;
      readonly message: string;
    }
  | {
      /** Certainly nothing happened: never sent, rate limited or unauthorized. */
      readonly kind: 'command_void';
      readonly paymentId: string;
      readonly commandId: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'command_unknown';
      readonly paymentId: string;
      readonly commandId: string;
      readonly reason: string;
      readonly nextAt: Date;
      /** How long past its deadline an open payment waits for a delete or an extend (grace and EXPIRY_MAX_HOLD). */
      readonly givesUpAfterMs: number;
    }
  | {
      /** No answer can come any more. The replacement is used if the payment still wants a CIP and had none replaced. */
      readonly kind: 'create_lost';
      readonly paymentId: string;
      readonly commandId: string;
      readonly replacement: Replacement;
    }
  | {
      readonly kind: 'delete_done';
      readonly paymentId: string;
      readonly commandId: string;
      readonly confirmedBy: 'delete' | 'search';
      /** For a reissue: the CIP to ask for, now that the old one is gone. */
      readonly replacement?: Replacement;
    }
  | {
      readonly kind: 'extend_done';
      readonly paymentId: string;
      readonly commandId: string;
      readonly confirmedBy: 'extend' | 'search';
    }
  | {
      readonly kind: 'command_refused';
      readonly paymentId: string;
      readonly commandId: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'refund_accepted'; readonly paymentId: string; readonly commandId: string }
  | {
      readonly kind: 'refund_refused';
      readonly paymentId: string;
      readonly commandId: string;
      readonly code: string;
      readonly message: string;
      /** False where an earlier attempt may have had its effect. */
      readonly certain: boolean;
    };

/** A CIP to ask for in place of another, with the command that asks. */
export interface Replacement {
  readonly commandId: string;
  readonly cipId: string;
  readonly transactionCode: string;
}

/** What the clock decided to try; `decide` refuses it where the last question is not answered. */
export type ClockObservation =
  | { readonly kind: 'deadline'; readonly paymentId: string; readonly graceMs: number }
  | {
      readonly kind: 'close';
      readonly paymentId: string;
      /** The deadline for which the last question was asked: one that moved meanwhile asks anew. */
      readonly deadline: Date;
      /** What the last question brought; a reason to hold where it brought nothing for EXPIRY_MAX_HOLD. */
      readonly answer: ConfirmedAnswer | UnconfirmedReason;
    }
  | { readonly kind: 'remind'; readonly paymentId: string }
  | { readonly kind: 'hold'; readonly paymentId: string; readonly nextAt: Date; readonly why: HoldReason };

/** What a storefront or an operator asks for. */
export type RequestObservation =
  | { readonly kind: 'open'; readonly payment: Payment; readonly paymentId: string }
  | {
      readonly kind: 'begin_command';
      readonly paymentId: string;
      readonly commandId: string;
      readonly cipId: string;
      /** For a create: the CIP that is asked for. */
      readonly newCip?: Cip;
      readonly command: CommandKind;
      readonly purpose: CommandPurpose;
      readonly actor: string;
      /** The deadline that an extend or a reissue asks for; for a close, the one that passed. */
      readonly deadline?: Date;
      readonly refundId?: string;
    }
  | { readonly kind: 'cancel_unsent'; readonly paymentId: string; readonly actor: string }
  | {
      readonly kind: 'resolve_case';
      readonly paymentId: string;
      readonly caseKey: string;
      readonly caseKind: CaseKind;
      readonly resolution: Resolution;
      /** For a refund: which way it goes, and ids for the refunds, one for each receipt of the case. */
      readonly refund?: { readonly channel: RefundChannel; readonly ids: readonly string[] };
      readonly reason: string;
      readonly actor: string;
    };

/** What people do about money that goes back (requirement R4). Each names its refund; a repeated one changes nothing. */
export type RefundObservation =
  | ({ readonly kind: 'request_refund'; readonly paymentId: string } & RefundWish)
  | {
      readonly kind: 'describe_refund';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      /** Null leaves what is there. */
      readonly destination: RefundDestination | null;
      readonly creditNote: string | null;
    }
  | {
      readonly kind: 'approve_refund';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      /** Whether the actor may judge what others asked for; an API key only ever approves its own. */
      readonly checks: boolean;
      /** The shop's limit for approving what one asked for oneself, in minor units of the refund's currency. */
      readonly selfApprovalUpToMinor: bigint;
    }
  | {
      readonly kind: 'reject_refund';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'refund_bounced';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'refund_sent';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      readonly bankReference: string | null;
    }
  | {
      readonly kind: 'refund_done';
      readonly paymentId: string;
      readonly refundId: string;
      readonly actor: string;
      readonly bankReference: string | null;
      /** What proves it, stored beside it. */
      readonly evidence: readonly EvidenceRef[];
    };

export const EVENT_TYPES = [
  'order.pending',
  'order.expiring_soon',
  'order.paid',
  'order.expired',
  'order.cancelled',
  'order.failed',
  'order.review_required',
  'order.review_resolved',
  'order.refunded',
  'order.reversed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Informational events never hold back a later one. */
export function blocksDelivery(type: EventType): boolean {
  return type !== 'order.pending' && type !== 'order.expiring_soon';
}

/** A stored file, told apart by its content. */
export interface EvidenceRef {
  readonly id: string;
  readonly sha256: string;
}

/** What `order.refunded` says about the refund that is done. */
export interface RefundedMoney {
  readonly id: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly receiptId: string;
  readonly creditNote: string | null;
  /** Something of the receipt has not gone back. */
  readonly partial: boolean;
}

/** What is written besides the book itself. */
export type Effect =
  | {
      readonly kind: 'history';
      readonly paymentId: string;
      readonly type: string;
      readonly actor: string;
      readonly data: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'event';
      readonly paymentId: string;
      readonly type: EventType;
      /** With order and type the event's identity, so that a restored backup cannot ship twice. */
      readonly cause: string;
      readonly reviewCase?: ReviewedCase;
      readonly refund?: RefundedMoney;
    }
  | {
      readonly kind: 'case_opened';
      readonly paymentId: string;
      readonly key: string;
      readonly caseKind: CaseKind;
      readonly details: Readonly<Record<string, unknown>>;
      /** The facts that it rests on: they name its receipt and its notification. */
      readonly factKeys: readonly string[];
    }
  | {
      readonly kind: 'case_resolved';
      readonly paymentId: string;
      readonly key: string;
      readonly resolution: CaseOutcome;
      readonly reason: string;
      readonly actor: string;
      readonly refundIds: readonly string[];
    };

/** The case that an event is about; how it ended, once it has. */
export interface ReviewedCase {
  readonly kind: CaseKind;
  readonly key: string;
  readonly resolution?: CaseOutcome;
  readonly reason?: string;
  readonly refundIds?: readonly string[];
}

export type Refusal =
  | 'unknown_payment'
  | 'order_already_open'
  | 'order_already_paid'
  | 'command_in_progress'
  | 'unknown_command'
  | 'notification_waiting'
  | 'not_due'
  | 'cip_payable'
  | 'deadline_not_later'
  | 'resolution_not_allowed'
  | 'money_gone'
  | 'not_allowed_in_state'
  | RefundRefusal;

/** Why nothing became of a wish about a refund. */
export type RefundRefusal =
  | 'unknown_refund'
  | 'unknown_receipt'
  | 'receipt_ambiguous'
  | 'receipt_not_refundable'
  | 'refund_exceeds_receipt'
  | 'refund_channel_unavailable'
  | 'refund_destination_missing'
  | 'refund_evidence_missing'
  | 'refund_needs_another_approver'
  | 'refund_not_in_state';

export type Verdict =
  | { readonly kind: 'applied' }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly why: Refusal; readonly paymentId?: string };
