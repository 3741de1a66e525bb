import { formatDuration, parseDuration } from '../duration/duration.js';
import { quote } from './quote.js';

/** Parsers take the trimmed text of a variable and throw RangeError with a sentence that can follow its name. */
export type Parser<T> = (text: string) => T;

export function integerBetween(range: { min: number; max: number; because?: string }): Parser<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.min && value <= range.max) return value;
    const reason = range.because === undefined ? '' : ` (${range.because})`;
    throw new RangeError(`${quote(text)} is not a whole number from ${range.min} to ${range.max}${reason}`);
  };
}

/** "200.00" → 20000n: an amount of money with two decimals. */
export function parseMinorUnits(text: string): bigint {
  const [, whole, cents] = /^(0|[1-9]\d{0,12})\.(\d{2})$/.exec(text) ?? [];
  if (whole !== undefined && cents !== undefined) return BigInt(`${whole}${cents}`);
  throw new RangeError(`${quote(text)} is not an amount with two decimals, such as 200.00`);
}

export function parsePort(text: string): number {
  // Kubernetes and Docker announce a service called "sandbox" as SANDBOX_PORT=tcp://10.0.0.7:3003.
  if (/^(tcp|udp):\/\//.test(text)) {
    throw new RangeError(
      `${quote(text)} is a service link of Kubernetes or Docker (enableServiceLinks: false ends it)`,
    );
  }
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 65_535) return value;
  throw new RangeError(`${quote(text)} is not a port, a whole number from 0 to 65535`);
}

/** ISO 8601 duration to milliseconds, within bounds given as durations. */
export function durationBetween(range: { min: string; max: string }): Parser<number> {
  const minMs = parseDuration(range.min);
  const maxMs = parseDuration(range.max);
  return (text) => {
    const ms = parseDuration(text);
    if (ms >= minMs && ms <= maxMs) return ms;
    throw new RangeError(`${quote(text)} is not between ${range.min} and ${range.max}`);
  };
}

/** `PT2M,PT5M`: when, counted from the creation of a CIP, its first polls are due. */
export function parsePollSchedule(text: string): number[] {
  const schedule = text.split(',').map((item) => durationBetween({ min: 'PT1S', max: 'P90D' })(item.trim()));
  if (schedule.length > 100) throw new RangeError(`has ${schedule.length} entries; 100 is the most`);
  schedule.reduce((earlier, later) => {
    if (later > earlier) return later;
    throw new RangeError(
      `the times count from creation and must ascend: ${formatDuration(later)} stands after ${formatDuration(earlier)}`,
    );
  }, 0);
  return schedule;
}

const MAX_REMINDERS = 5;

/** Times before the deadline, longest first; `none` for none. */
export function parseReminders(text: string): number[] {
  if (text.trim() === 'none') return [];
  const times = text.split(',').map((item) => durationBetween({ min: 'PT1M', max: 'P30D' })(item.trim()));
  if (times.length > MAX_REMINDERS) throw new RangeError(`has ${times.length} entries; ${MAX_REMINDERS} is the most`);
  return [...new Set(times)].sort((a, b) => b - a);
}
