import { addDays } from '../lines/lima-time.js';
import { isBusinessDay, weekdayOf } from './business-days.js';

export const CYCLES = ['t+1', 't+3', 'weekly'] as const;
/** When money is paid out. `weekday`: Monday is 1, Friday 5. */
export type PayoutCycle = { readonly kind: 't+1' | 't+3' } | { readonly kind: 'weekly'; readonly weekday: number };

/** No cycle takes longer: a week, and the longest row of holidays and weekends. */
export const LONGEST_CYCLE_DAYS = 21;

/**
 * The day on which a day's payments are paid out, both in Lima as `YYYY-MM-DD`: the first or third business day after
 * it, or the next such weekday after it, put off to a business day.
 */
export function payoutDay(paidDay: string, cycle: PayoutCycle): string {
  switch (cycle.kind) {
    case 't+1':
      return businessDaysAfter(paidDay, 1);
    case 't+3':
      return businessDaysAfter(paidDay, 3);
    case 'weekly': {
      const ahead = (cycle.weekday - weekdayOf(paidDay) + 7) % 7 || 7;
      const planned = addDays(paidDay, ahead);
      return isBusinessDay(planned) ? planned : businessDaysAfter(planned, 1);
    }
  }
}

function businessDaysAfter(from: string, count: number): string {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}
