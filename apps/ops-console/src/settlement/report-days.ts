import { addDays, limaDay, type ReportDays, startOfLimaDay } from '#payments';
import { type FieldError, invalidRequest } from '#platform';

const USUAL_DAYS = 31;
/** A page shows a line a day; for longer periods there is the command line. */
const MOST_DAYS = 366;

/** The days of a report, the last 31 by default. Throws 400 with the field that is wrong. */
export function reportDays(given: { readonly from?: string; readonly to?: string }, now: Date): ReportDays {
  const to = given.to ?? (given.from === undefined ? limaDay(now) : addDaysOf('from', given.from));
  const from = given.from ?? addDays(dayOf('to', to), 1 - USUAL_DAYS);
  const days = { from: dayOf('from', from), to: dayOf('to', to) };
  if (days.from > days.to) throw wrong('from', `from ${days.from} is after to ${days.to}.`);
  if (addDays(days.from, MOST_DAYS) <= days.to) {
    throw wrong(
      'to',
      `At most ${MOST_DAYS} days are shown here; npm run chasqui -- settlement report takes longer ones.`,
    );
  }
  return days;
}

function addDaysOf(field: string, day: string): string {
  return addDays(dayOf(field, day), USUAL_DAYS - 1);
}

function dayOf(field: string, day: string): string {
  try {
    startOfLimaDay(day);
    return day;
  } catch {
    throw wrong(field, `${field} is a day such as 2026-11-22.`);
  }
}

function wrong(field: string, message: string): Error {
  const error: FieldError = { field, code: 'wrong_format', message };
  return invalidRequest([error]);
}
