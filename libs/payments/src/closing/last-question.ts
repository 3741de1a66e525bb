import type { HoldReason, Observation, UnconfirmedReason } from '../domain/index.js';
import { isUnconfirmedReason } from '../domain/index.js';
import type { CipRecord } from '../gateway.port.js';
import type { AskedCip, SearchAnswers } from '../searches/cip-search.service.js';

/** A payment past deadline and grace, with the CIPs to ask about. */
export interface DuePayment {
  readonly id: string;
  readonly expiresAt: Date;
  /** Why it was held when it was looked at before. */
  readonly heldFor: HoldReason | null;
  /** A verified notification about it is stored and not applied. */
  readonly waiting: boolean;
  readonly cips: readonly AskedCip[];
}

/** What the answers allow. A delete comes first where the gateway still holds a CIP open. */
export type NextStep =
  | { readonly kind: 'close'; readonly answer: Extract<Observation, { kind: 'close' }>['answer'] }
  | { readonly kind: 'hold'; readonly why: UnconfirmedReason }
  /** `more`: it is not the only CIP that is still open. */
  | { readonly kind: 'delete'; readonly cip: AskedCip; readonly more: boolean };

export interface ClosingTimes {
  readonly now: Date;
  readonly graceMs: number;
  /** How long a payment waits for a gateway that does not say that its CIP ended (EXPIRY_MAX_HOLD). */
  readonly maxHoldMs: number;
}

/**
 * Reads the answers to the last question (invariant 6): every CIP must have ended, or be spent. What keeps one from
 * being known so holds the payment until EXPIRY_MAX_HOLD is over; then it closes unconfirmed. Money in the answers
 * is the ledger's to judge: of the right amount, it makes the step void.
 */
export function nextStep(payment: DuePayment, answers: SearchAnswers, times: ClosingTimes): NextStep {
  const { cips } = payment;
  if (cips.length === 0) return { kind: 'close', answer: 'never_had_a_cip' };
  const obstacle = cips
    .map((cip) => obstacleOf(cip, answers))
    .reduce<UnconfirmedReason | null>((worst, one) => (rank(one) > rank(worst) ? one : worst), null);
  if (obstacle) return holdOrGiveUp(payment, obstacle, times);
  const [cip, ...more] = cips.filter((asked) => answers.records.get(asked.id)?.status === 'pending');
  return cip ? { kind: 'delete', cip, more: more.length > 0 } : { kind: 'close', answer: 'expired' };
}

/**
 * Until EXPIRY_MAX_HOLD past the last question, counted from the deadline, hold; from then on close unconfirmed, unless it
 * is the first attempt: after a downtime of ours nobody has tried, and one refusal is no gateway that cannot be reached.
 */
export function holdOrGiveUp(payment: DuePayment, why: UnconfirmedReason, times: ClosingTimes): NextStep {
  const givesUpAt = payment.expiresAt.getTime() + times.graceMs + times.maxHoldMs;
  const triedBefore = payment.heldFor !== null && isUnconfirmedReason(payment.heldFor);
  const over = triedBefore && times.now.getTime() >= givesUpAt;
  return over ? { kind: 'close', answer: why } : { kind: 'hold', why };
}

function obstacleOf(cip: AskedCip, answers: SearchAnswers): UnconfirmedReason | null {
  if (answers.unasked.has(cip.id)) return 'gateway_unreachable';
  const record = answers.records.get(cip.id);
  if (record === undefined || record.status === 'unknown') return 'no_status';
  return isOurs(cip, record) ? null : 'other_reference';
}

/** An answer about another transaction code says nothing about ours (pagoefectivo-api.md §13.4). */
function isOurs(cip: AskedCip, record: CipRecord): boolean {
  return record.transactionCode === null || record.transactionCode === cip.transactionCode;
}

const RANKED: readonly UnconfirmedReason[] = ['other_reference', 'no_status', 'gateway_unreachable'];

function rank(reason: UnconfirmedReason | null): number {
  return reason === null ? -1 : RANKED.indexOf(reason);
}
