import type { FieldProblem } from '../outbox/endpoint-fields.js';
import { isScope, SCOPES } from './api-key-scopes.js';
import type { CaseKind } from '../domain/index.js';
import { CASE_KINDS, CASE_RULES } from '../domain/index.js';
import type { ShopPolicyChange } from './shop-policies.js';
import { isDeadline, isPolicyOf, isReminderList, MAX_CASE_DEADLINE_HOURS, MAX_EXPIRING_SOON } from './shop-policies.js';

const MAX_NAME_LENGTH = 100;
/** Control characters, line separators, halves of characters, and marks that turn the order of reading. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const MAX_RATE = 1_000_000;

export function checkName(name: string, field = 'name'): FieldProblem[] {
  const length = [...name].length;
  if (length < 1 || length > MAX_NAME_LENGTH) {
    return [problem(field, 'wrong_length', `must have 1 to ${MAX_NAME_LENGTH} characters.`)];
  }
  return UNPRINTABLE.test(name) || name.trim() !== name
    ? [problem(field, 'wrong_format', 'must be one printable line: remove control characters and blanks at its ends.')]
    : [];
}

export function checkPolicies(policies: ShopPolicyChange): FieldProblem[] {
  const { expiringSoonS = null, cases = {}, caseDeadlineHours = {} } = policies;
  const reminders = `must be up to ${MAX_EXPIRING_SOON} durations from PT1M to P30D, in whole seconds.`;
  return [
    ...(expiringSoonS === null || isReminderList(expiringSoonS)
      ? []
      : [problem('expiringSoon', 'out_of_range', reminders)]),
    ...unknownKinds('cases', cases),
    ...CASE_KINDS.filter((kind) => cases[kind] !== undefined && !isPolicyOf(kind, cases[kind])).map((kind) =>
      problem(`cases.${kind}`, 'not_allowed', `must be ${CASE_RULES[kind].policies.join(' or ')}.`),
    ),
    ...unknownKinds('caseDeadlineHours', caseDeadlineHours),
    ...CASE_KINDS.filter((kind) => caseDeadlineHours[kind] != null && !isDeadline(caseDeadlineHours[kind])).map(
      (kind) =>
        problem(
          `caseDeadlineHours.${kind}`,
          'out_of_range',
          `must be a whole number of hours from 1 to ${MAX_CASE_DEADLINE_HOURS}.`,
        ),
    ),
  ];
}

function unknownKinds(field: string, given: Readonly<Partial<Record<CaseKind, unknown>>>): FieldProblem[] {
  const known: readonly string[] = CASE_KINDS;
  return Object.keys(given)
    .filter((kind) => !known.includes(kind))
    .map((kind) => problem(`${field}.${kind}`, 'unknown', `is no kind of case: there are ${known.join(', ')}.`));
}

export function checkScopes(scopes: readonly string[]): FieldProblem[] {
  const known = SCOPES.join(', ');
  if (scopes.length === 0) return [problem('scopes', 'wrong_length', `must name at least one of ${known}.`)];
  const unknown = scopes.filter((scope) => !isScope(scope));
  return unknown.length === 0
    ? []
    : [problem('scopes', 'not_allowed', `must be among ${known}; there is no ${unknown.join(', ')}.`)];
}

export function checkExpiry(expiresAt: Date | null, now: Date): FieldProblem[] {
  if (expiresAt === null || expiresAt > now) return [];
  return [problem('expiresAt', 'out_of_range', 'must be in the future: a key that has expired opens nothing.')];
}

export function checkRate(ratePerMinute: number | null): FieldProblem[] {
  if (ratePerMinute === null) return [];
  if (Number.isInteger(ratePerMinute) && ratePerMinute >= 1 && ratePerMinute <= MAX_RATE) return [];
  return [
    problem('ratePerMinute', 'out_of_range', `must be a whole number of requests per minute from 1 to ${MAX_RATE}.`),
  ];
}

/** The sentence begins with the field, so that it can stand alone. */
export function problem(field: string, code: string, rule: string): FieldProblem {
  return { field, code, message: `${field} ${rule}` };
}
