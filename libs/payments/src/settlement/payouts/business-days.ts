import { addDays } from '../lines/lima-time.js';
import { PERU_HOLIDAYS, type PeruHoliday } from './peru-holidays.js';

const byYear = new Map<number, ReadonlySet<string>>();

/** False on Saturdays, Sundays and national holidays of Peru. `day` as `YYYY-MM-DD`. */
export function isBusinessDay(day: string): boolean {
  const weekday = weekdayOf(day);
  return weekday < 6 && !holidaysOf(Number(day.slice(0, 4))).has(day);
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The days of a year, `YYYY-MM-DD`, that the whole country keeps. */
export function holidaysOf(year: number): ReadonlySet<string> {
  const known = byYear.get(year);
  if (known) return known;
  const easter = easterSunday(year);
  const days = new Set(
    PERU_HOLIDAYS.filter(({ since }) => since <= year).map((holiday) => dayOf(holiday, year, easter)),
  );
  byYear.set(year, days);
  return days;
}

/** Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher. */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return dayText(year, month, day);
}

function dayOf(holiday: PeruHoliday, year: number, easter: string): string {
  return 'fromEaster' in holiday ? addDays(easter, holiday.fromEaster) : dayText(year, holiday.month, holiday.day);
}

function dayText(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
