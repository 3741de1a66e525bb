import type { Period } from '../importing/staged-rows.js';
import { addDays, startOfLimaDay } from '../lines/lima-time.js';

/** First and last day in Lima, `YYYY-MM-DD`, both included. */
export interface ReportDays {
  readonly from: string;
  readonly to: string;
}

export function periodOf({ from, to }: ReportDays): Period {
  return { from: startOfLimaDay(from), until: startOfLimaDay(addDays(to, 1)) };
}

/** The Lima day of a column of instants, as text. */
export function limaDayOf(column: string): string {
  return `((${column} - interval '5 hours') at time zone 'UTC')::date::text`;
}
