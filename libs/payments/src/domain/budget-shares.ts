import type { PollPriority } from './search-priority.js';

export interface BudgetShare {
  /** Part of a minute's budget that this priority leaves in the bucket for those above it; negative: it may owe as much. */
  readonly floor: number;
  /** Part of the budget that it gets even when checkouts and those above it take everything. */
  readonly guaranteed: number;
}

/**
 * Who gets how much of the calls of an account (requirement R12). Creates, deletes and a person's questions are counted
 * and never refused, so that they may empty the bucket for long; the guaranteed shares, 30 % in all, are then the most
 * that polling adds on top of them.
 */
export const BUDGET_SHARES: Readonly<Record<PollPriority, BudgetShare>> = {
  deadline: { floor: -0.25, guaranteed: 0.2 },
  fresh: { floor: 0.1, guaranteed: 0.05 },
  old: { floor: 0.3, guaranteed: 0.05 },
};

/** What is never refused owes no more than this part of a minute's budget: a rush is paid back within a minute. */
export const DEEPEST_DEBT = 1;

/** How long a share that was not used stays good: a sweep that looks every few seconds still gets all of it. */
export const SHARE_KEEPS_SECONDS = 10;
