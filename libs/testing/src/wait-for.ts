import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  /** What is awaited, for the sentence of the failure: "the delivery to arrive". A function is asked when the time is over. */
  what: string | (() => string);
  timeoutMs?: number;
  /** Pause between two looks. */
  everyMs?: number;
}

/**
 * Looks until `predicate` answers something truthy, and answers that. A predicate that throws counts as "not
 * yet"; its last error is in the message when the time is over.
 */
export async function waitFor<T>(
  predicate: () => T | Promise<T>,
  { what, timeoutMs = 10_000, everyMs = 20 }: WaitOptions,
): Promise<Exclude<T, Falsy>> {
  const deadlineMs = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await predicate();
      if (isTruthy(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadlineMs)
      throw new Error(describe(typeof what === 'string' ? what : what(), timeoutMs, last));
    await pause(everyMs);
  }
}

type Falsy = false | null | undefined | 0 | '';

function isTruthy<T>(value: T): value is Exclude<T, Falsy> {
  return Boolean(value);
}

function describe(what: string, timeoutMs: number, last: unknown): string {
  const seen = last instanceof Error ? `it failed with: ${last.message}` : `last seen: ${String(last)}`;
  return `Waited ${timeoutMs} ms for ${what}; ${seen}`;
}
