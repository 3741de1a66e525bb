const UNITS = [
  { letter: 'D', ms: 86_400_000 },
  { letter: 'H', ms: 3_600_000 },
  { letter: 'M', ms: 60_000 },
  { letter: 'S', ms: 1000 },
] as const;

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const WEEKS = /^P(\d+)W$/;
const DAYS_TO_SECONDS = new RegExp(`^P(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`);

/**
 * ISO 8601 duration to milliseconds: `PT24H`, `P1DT2H`, `PT0.5S`, `P2W`. A day is 24 hours (Peru has no daylight
 * saving, R10). Only the last number may have a fraction, and nothing below a millisecond is accepted.
 * Throws RangeError with a sentence that starts with the quoted text.
 */
export function parseDuration(text: string): number {
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  if (/^P[^T]*\d[YM]/.test(text)) {
    throw new RangeError(`${quoted} counts in months or years, which have no fixed length; use days`);
  }
  const weeks = WEEKS.exec(text)?.[1];
  const numbers = weeks === undefined ? DAYS_TO_SECONDS.exec(text)?.slice(1) : [String(Number(weeks) * 7)];
  if (numbers === undefined || text === 'P') {
    throw new RangeError(`${quoted} is not an ISO 8601 duration such as PT24H or P1DT2H`);
  }
  const given = numbers.flatMap((number, at) => {
    const unit = UNITS[at];
    return number === undefined || unit === undefined ? [] : [{ number: number.replace(',', '.'), unit }];
  });
  if (given.slice(0, -1).some(({ number }) => number.includes('.'))) {
    throw new RangeError(`${quoted} has a fraction that is not on its last number`);
  }
  let totalMs = 0;
  for (const { number, unit } of given) {
    const ms = Number(number) * unit.ms;
    // A fraction is rounded to a thousandth of a millisecond: 0.001 D is exact on paper and not in binary.
    totalMs += number.includes('.') ? Math.round(ms * 1000) / 1000 : ms;
  }
  if (totalMs > Number.MAX_SAFE_INTEGER) throw new RangeError(`${quoted} is too long`);
  if (!Number.isInteger(totalMs)) throw new RangeError(`${quoted} is finer than a millisecond`);
  return totalMs;
}

/**
 * Milliseconds to the shortest ISO 8601 duration in days, hours, minutes and seconds: 86 400 000 is `P1D`, 0 is
 * `PT0S`, 500 is `PT0.5S`. Throws RangeError unless `ms` is a whole number of at least 0.
 */
export function formatDuration(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`${ms} is not a whole number of milliseconds`);
  if (ms === 0) return 'PT0S';
  let restMs = ms;
  let date = '';
  let time = '';
  for (const unit of UNITS) {
    const count = unit.letter === 'S' ? restMs / unit.ms : Math.floor(restMs / unit.ms);
    restMs -= count * unit.ms;
    if (count === 0) continue;
    if (unit.letter === 'D') date = `${count}D`;
    else time += `${count}${unit.letter}`;
  }
  return `P${date}${time === '' ? '' : `T${time}`}`;
}
