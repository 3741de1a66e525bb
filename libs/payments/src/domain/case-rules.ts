/** What can go wrong with an order's money (requirement R20). */
export const CASE_KINDS = [
  'paid_late',
  'wrong_amount',
  'paid_twice',
  'reversed',
  'unknown_cip',
  'unconfirmed_close',
  'settlement_difference',
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** What a person, an ERP or a policy may answer. */
export const RESOLUTIONS = ['accept', 'refund', 'close'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** How a case ended: by an answer, or by evidence that confirmed or superseded what it asked. */
export type CaseOutcome = Resolution | 'confirmed' | 'superseded';

/** What a shop has done with a kind of case before anybody looks; `review` leaves it to a person. */
export const CASE_POLICIES = ['review', 'accept', 'refund'] as const;
export type CasePolicy = (typeof CASE_POLICIES)[number];

export interface CaseRule {
  /** The answers that are allowed, each with what it does. */
  readonly resolutions: Readonly<Partial<Record<Resolution, string>>>;
  readonly policies: readonly CasePolicy[];
  /** Hours from opening to the deadline, unless the shop sets others. */
  readonly deadlineHours: number;
}

const SHIP = 'The money counts: goods that were released are held anew, and order.paid follows.';
const PAY_BACK = 'A refund of this money is asked for; the order ships no sooner for it.';
const NOTE = 'Nothing changes; what was done stands in the reason.';

/**
 * The whole desk. No policy accepts a wrong amount, which would ship an order for one sol, or a second payment, which
 * has nothing left to ship.
 */
export const CASE_RULES: Readonly<Record<CaseKind, CaseRule>> = {
  paid_late: {
    resolutions: { accept: SHIP, refund: PAY_BACK, close: NOTE },
    policies: ['review', 'accept', 'refund'],
    deadlineHours: 24,
  },
  wrong_amount: {
    resolutions: { accept: SHIP, refund: PAY_BACK, close: NOTE },
    policies: ['review', 'refund'],
    deadlineHours: 24,
  },
  paid_twice: {
    resolutions: { accept: SHIP, refund: PAY_BACK, close: NOTE },
    policies: ['review', 'refund'],
    deadlineHours: 72,
  },
  reversed: { resolutions: { close: NOTE }, policies: ['review'], deadlineHours: 24 },
  unknown_cip: { resolutions: { close: NOTE }, policies: ['review'], deadlineHours: 72 },
  unconfirmed_close: { resolutions: { close: NOTE }, policies: ['review'], deadlineHours: 168 },
  settlement_difference: {
    resolutions: { accept: 'The difference is written off.', close: NOTE },
    policies: ['review'],
    deadlineHours: 120,
  },
};

/** In the order of the table of answers. */
export function allowedResolutions(kind: CaseKind): Resolution[] {
  return RESOLUTIONS.filter((resolution) => CASE_RULES[kind].resolutions[resolution] !== undefined);
}

export function allowsResolution(kind: CaseKind, resolution: Resolution): boolean {
  return CASE_RULES[kind].resolutions[resolution] !== undefined;
}

/** `deadlineHours` are those that the shop sets itself. */
export function caseDueAt(
  kind: CaseKind,
  openedAt: Date,
  deadlineHours: Readonly<Partial<Record<CaseKind, number>>> = {},
): Date {
  return new Date(openedAt.getTime() + (deadlineHours[kind] ?? CASE_RULES[kind].deadlineHours) * 3_600_000);
}
