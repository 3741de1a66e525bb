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

/** Whether any of them must be mended. */
export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ verdict }) => verdict === 'fail');
}

/** The message of anything thrown, without a full stop, to stand inside a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  // OpenSSL's message is a line of its own log; its reason is the words.
  if (error instanceof Error && 'library' in error && 'reason' in error) return String(error.reason);
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replace(/\.$/, '');
}

/** A check that could not be made is a failure like one that was not passed. */
export async function safely(
  check: string,
  examination: () => Finding[] | Promise<Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await examination();
  } catch (error) {
    return [fail(check, `This could not be checked: ${reasonOf(error)}.`, 'Mend that, and ask the doctor again.')];
  }
}
