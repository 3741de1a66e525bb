/** A problem as the checkout API answers it, as far as flows look at it. */
export interface ProblemBody {
  code: string;
  errors?: { field: string; code: string; message: string }[];
  paymentId?: string;
  state?: string;
}

/** One page of any list. */
export interface Page<Entry> {
  data: Entry[];
  nextCursor: string | null;
}

/** ISO 8601 to the second at Lima's offset. */
export function lima(instant: Date): string {
  return `${new Date(instant.getTime() - 5 * 3_600_000).toISOString().slice(0, 19)}-05:00`;
}
