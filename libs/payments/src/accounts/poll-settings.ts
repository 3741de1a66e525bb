import type { PollSchedule, StoredPollSchedule } from '../domain/index.js';
import { DEFAULT_POLL_SCHEDULE } from '../domain/index.js';
import type { FieldProblem } from '../outbox/endpoint-fields.js';
import { problem } from './admin-fields.js';

const MAX_BUDGET = 100_000;
const MAX_STEPS = 100;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Members as administrators name them, with what each may be. */
export const POLL_MEMBERS = {
  first: { key: 'first', least: 0 },
  afterClosing: { key: 'afterClosing', least: 1 },
  afterPayment: { key: 'afterPayment', least: 1 },
  every: { key: 'everyMs', minMs: MINUTE, maxMs: 7 * DAY, range: 'PT1M to P7D' },
  nearDeadline: { key: 'nearDeadlineMs', minMs: MINUTE, maxMs: DAY, range: 'PT1M to P1D' },
  nearDeadlineEvery: { key: 'nearDeadlineEveryMs', minMs: 30 * SECOND, maxMs: HOUR, range: 'PT30S to PT1H' },
} as const satisfies Record<
  string,
  { key: keyof PollSchedule; least: number } | { key: keyof PollSchedule; minMs: number; maxMs: number; range: string }
>;

export type PollMember = keyof typeof POLL_MEMBERS;

export function isPollMember(name: string): name is PollMember {
  return Object.hasOwn(POLL_MEMBERS, name);
}

/** Members given change, null takes one back to the product's; others stay. */
export type PollScheduleChange = { readonly [Key in keyof PollSchedule]?: PollSchedule[Key] | null };

export function checkBudget(budgetPerMinute: number | null): FieldProblem[] {
  if (budgetPerMinute === null) return [];
  if (Number.isInteger(budgetPerMinute) && budgetPerMinute >= 1 && budgetPerMinute <= MAX_BUDGET) return [];
  const rule = `must be a whole number of calls per minute from 1 to ${MAX_BUDGET}, or nothing for the product's own.`;
  return [problem('budgetPerMinute', 'out_of_range', rule)];
}

/** A whole schedule, so that what was changed is judged together with what stays. */
export function checkPollSchedule(schedule: StoredPollSchedule): FieldProblem[] {
  const whole: PollSchedule = { ...DEFAULT_POLL_SCHEDULE, ...schedule };
  const problems = Object.entries(POLL_MEMBERS).flatMap(([name, rule]) =>
    'least' in rule ? checkSteps(name, whole[rule.key], rule.least) : checkSpan(name, whole[rule.key], rule),
  );
  if (problems.length > 0 || whole.nearDeadlineEveryMs <= whole.nearDeadlineMs) return problems;
  const rule = 'must not be longer than nearDeadline: nothing would be asked in the last stretch.';
  return [problem('pollSchedule.nearDeadlineEvery', 'out_of_range', rule)];
}

/** As `gateway_account.poll_schedule` holds it; null where nothing differs from the product's. */
export function changedPollSchedule(
  before: StoredPollSchedule | null,
  change: PollScheduleChange,
): StoredPollSchedule | null {
  const members = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== undefined);
  return members.length === 0 ? null : (Object.fromEntries(members) as StoredPollSchedule);
}

function checkSteps(name: string, steps: readonly number[], least: number): FieldProblem[] {
  const field = `pollSchedule.${name}`;
  if (steps.length < least || steps.length > MAX_STEPS) {
    return [problem(field, 'wrong_length', `must have ${least} to ${MAX_STEPS} durations.`)];
  }
  if (!steps.every((step) => Number.isInteger(step) && step >= SECOND && step <= 90 * DAY)) {
    return [problem(field, 'out_of_range', 'must be durations from PT1S to P90D.')];
  }
  if (steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0))) return [];
  return [problem(field, 'wrong_format', 'must ascend: every duration counts from the same moment.')];
}

function checkSpan(name: string, ms: number, rule: { minMs: number; maxMs: number; range: string }): FieldProblem[] {
  if (Number.isInteger(ms) && ms >= rule.minMs && ms <= rule.maxMs) return [];
  return [problem(`pollSchedule.${name}`, 'out_of_range', `must be a duration from ${rule.range}.`)];
}
