/** Whether PagoEfectivo announces an account's payments, from payments that are settled either way. */
export interface HearingSample {
  /** Payments of the latest two hours that no notification has announced ten minutes after they were made. */
  readonly unannounced: number;
  /** Payments of the latest two hours that one has. */
  readonly announced: number;
  /** Latest payments of the latest week, latest first: whether one announced it. At least `SILENT_RUN` of them, where there are. */
  readonly latest: readonly boolean[];
}

export type SilenceVerdict =
  /** Nothing was announced lately. */
  | 'stopped'
  /** Some are announced and too many are not. */
  | 'missing'
  /** Announcements are heard again, or were never missed. */
  | 'heard'
  /** Too little to say: what was the case stays the case. */
  | 'unsure';

export const SILENCE_WINDOW_MS = 2 * 60 * 60_000;
/** A payment that is not announced by then counts as unannounced (its second and last attempt is long over). */
export const ANNOUNCED_WITHIN_MS = 10 * 60_000;
/** How far back a small shop's latest payments are looked at. */
export const HEARING_MEMORY_MS = 7 * 24 * 60 * 60_000;

/**
 * So many in a row, or so many within the window. Were one in a hundred lost by itself, five in a row would be so by
 * chance once in ten thousand million payments; one or two lost ones are no reason to wake anybody.
 */
export const SILENT_RUN = 5;
/** And this part of the window: a large account always loses some. */
const SILENT_SHARE = 0.2;
/** Announced in a row before silence counts as over, so that one lucky message does not end it. */
export const HEARD_RUN = 5;

/**
 * Silence is told by payments that search found, never by an absence of traffic: at night, on holidays and in a small
 * shop nobody pays, and nobody is missed (issue: "payments found by poll and still unannounced ten minutes later, above
 * a minimum sample, or notifications that stop while they are expected").
 */
export function judgeSilence(sample: HearingSample): SilenceVerdict {
  const { unannounced, announced, latest } = sample;
  const run = latest.slice(0, SILENT_RUN);
  if (run.length === SILENT_RUN && run.every((heard) => !heard)) return 'stopped';
  if (unannounced >= SILENT_RUN && unannounced >= SILENT_SHARE * (unannounced + announced)) return 'missing';
  const heard = latest.slice(0, HEARD_RUN);
  if (heard.length === HEARD_RUN && heard.every(Boolean)) return 'heard';
  return 'unsure';
}
