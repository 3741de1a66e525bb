import type { CaseKind, CasePolicy } from '../domain/index.js';
import { CASE_KINDS, CASE_RULES } from '../domain/index.js';

/** What a shop does in its own way. */
export interface ShopPolicies {
  /**
   * Seconds before the deadline at which a reminder goes out, longest first; empty for none, null for the product's own
   * default.
   */
  readonly expiringSoonS: readonly number[] | null;
  /** What is done with a kind of case before anybody looks; `review` where a kind is absent. */
  readonly cases: CasePolicies;
  /** Hours from a case's opening to its deadline; the product's own where a kind is absent. */
  readonly caseDeadlineHours: CaseDeadlineHours;
}

export type CasePolicies = Readonly<Partial<Record<CaseKind, CasePolicy>>>;
export type CaseDeadlineHours = Readonly<Partial<Record<CaseKind, number>>>;

/** What is to change: an absent member, or an absent kind of case, stays; `review` and null go back to the default. */
export interface ShopPolicyChange {
  readonly expiringSoonS?: readonly number[] | null;
  readonly cases?: CasePolicies;
  readonly caseDeadlineHours?: Readonly<Partial<Record<CaseKind, number | null>>>;
}

export const DEFAULT_SHOP_POLICIES: ShopPolicies = { expiringSoonS: null, cases: {}, caseDeadlineHours: {} };

export const MAX_EXPIRING_SOON = 5;
export const MIN_EXPIRING_SOON_S = 60;
export const MAX_EXPIRING_SOON_S = 30 * 24 * 60 * 60;
export const MAX_CASE_DEADLINE_HOURS = 30 * 24;

/**
 * Policies as `shop.policies` stores them: `{"expiringSoonS": [7200], "cases": {"paid_late": "accept"},
 * "caseDeadlineHours": {"paid_late": 4}}`. What is not understood is the default.
 */
export function readShopPolicies(stored: unknown): ShopPolicies {
  const reminders = member(stored, 'expiringSoonS');
  const cases = member(stored, 'cases');
  const hours = member(stored, 'caseDeadlineHours');
  return {
    expiringSoonS: isReminderList(reminders) ? longestFirst(reminders) : null,
    cases: byKind((kind) => {
      const policy = member(cases, kind);
      return isPolicyOf(kind, policy) && policy !== 'review' ? policy : null;
    }),
    caseDeadlineHours: byKind((kind) => {
      const given = member(hours, kind);
      return isDeadline(given) ? given : null;
    }),
  };
}

/** What `shop.policies` is to hold; a default stands there as an absent member. */
export function storedShopPolicies(policies: ShopPolicies): Record<string, unknown> {
  const { expiringSoonS, cases, caseDeadlineHours } = policies;
  return {
    ...(expiringSoonS === null ? {} : { expiringSoonS: longestFirst(expiringSoonS) }),
    ...(Object.keys(cases).length === 0 ? {} : { cases }),
    ...(Object.keys(caseDeadlineHours).length === 0 ? {} : { caseDeadlineHours }),
  };
}

export function changedPolicies(before: ShopPolicies, change: ShopPolicyChange): ShopPolicies {
  const cases = { ...before.cases, ...change.cases };
  const hours = { ...before.caseDeadlineHours, ...change.caseDeadlineHours };
  return {
    expiringSoonS: change.expiringSoonS === undefined ? before.expiringSoonS : change.expiringSoonS,
    cases: byKind((kind) => (cases[kind] === 'review' ? null : (cases[kind] ?? null))),
    caseDeadlineHours: byKind((kind) => hours[kind] ?? null),
  };
}

/** Up to five whole numbers of seconds, each from a minute to thirty days. */
export function isReminderList(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_EXPIRING_SOON &&
    value.every(
      (entry: unknown) =>
        Number.isInteger(entry) && Number(entry) >= MIN_EXPIRING_SOON_S && Number(entry) <= MAX_EXPIRING_SOON_S,
    )
  );
}

/** Which policies make sense for a kind stands in `CASE_RULES`. */
export function isPolicyOf(kind: CaseKind, value: unknown): value is CasePolicy {
  return CASE_RULES[kind].policies.some((policy) => policy === value);
}

/** A whole number of hours, up to thirty days. */
export function isDeadline(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_CASE_DEADLINE_HOURS;
}

function longestFirst(seconds: readonly number[]): number[] {
  return [...new Set(seconds)].sort((a, b) => b - a);
}

function byKind<Value>(read: (kind: CaseKind) => Value | null): Partial<Record<CaseKind, Value>> {
  const found: Partial<Record<CaseKind, Value>> = {};
  for (const kind of CASE_KINDS) {
    const value = read(kind);
    if (value !== null) found[kind] = value;
  }
  return found;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
