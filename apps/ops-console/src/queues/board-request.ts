import type { FieldError } from '#platform';
import { findUnsound } from '#platform';

/** What bull-board takes as it comes; its own page asks for at most 50 jobs. */
const NUMBERS: Readonly<Record<string, { readonly most: number }>> = {
  page: { most: 100_000 },
  jobsPerPage: { most: 200 },
};

/** What is wrong with a request to the dashboard before its routes are asked, which check nothing themselves; or null. */
export function wrongInBoardRequest(parts: {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
}): FieldError | null {
  for (const part of [parts.params, parts.query, parts.body]) {
    const unsound = findUnsound(part);
    if (unsound !== null) return unsound;
  }
  for (const [field, { most }] of Object.entries(NUMBERS)) {
    const given = parts.query[field];
    if (given === undefined) continue;
    const value = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : 0;
    if (value < 1 || value > most) {
      return { field, code: 'out_of_range', message: `${field} must be a whole number from 1 to ${most}.` };
    }
  }
  return null;
}
