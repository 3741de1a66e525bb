/** One line of the doctor's report. */
export interface Finding {
  /** Stable name of what was looked at, for scripts. */
  readonly check: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** What was found, in a sentence. */
  readonly what: string;
  /** How to mend it; absent where all is well. */
  readonly mend?: string;
}

export function ok(check: string, what: string): Finding {
  return { check, verdict: 'ok', what };
}

export function warn(check: string, what: string, mend: string): Finding {
  return { check, verdict: 'warn', what, mend };
}

export function fail(check: string, what: string, mend: string): Finding {
  return { check, verdict: 'fail', what, mend };
}

/** The message of anything thrown, without a full stop, to stand inside a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\.$/, '');
}
