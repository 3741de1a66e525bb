const DAY_MS = 24 * 60 * 60_000;

/** Days before the end at which a person is warned, each once (requirement R16). */
export const EXPIRY_WARNING_DAYS = [30, 14, 7, 1] as const;

/** The first warning comes this long before the end. */
export const FIRST_EXPIRY_WARNING_MS = EXPIRY_WARNING_DAYS[0] * DAY_MS;

export interface ExpiryWarning {
  /** Days left, a begun one counted whole; 0 once it has ended. */
  readonly daysLeft: number;
  /** 0: no warning yet. It grows with each of `EXPIRY_WARNING_DAYS` that is reached, and once more at the end. */
  readonly stage: number;
  readonly ended: boolean;
}

/** How near an end is. An end that is exactly 30 days away is warned of; one millisecond earlier it was not. */
export function expiryWarning(endsAt: Date, now: Date): ExpiryWarning {
  const leftMs = endsAt.getTime() - now.getTime();
  const ended = leftMs <= 0;
  const reached = EXPIRY_WARNING_DAYS.filter((days) => leftMs <= days * DAY_MS).length;
  return { daysLeft: ended ? 0 : Math.ceil(leftMs / DAY_MS), stage: reached + (ended ? 1 : 0), ended };
}
