/** How one attempt ended without success. */
export type FailedAttempt =
  | { readonly kind: 'no_answer' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds: number | null;
    };

export interface RepeatedCall {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** The API does what is asked once per key, however often the call is repeated. */
  readonly hasKey: boolean;
}

const BASE_PAUSE_MS = 250;
const MAX_PAUSE_MS = 8_000;

/** Whether the same call may be sent again: it must help, and it must not do a second time what is meant once. */
export function mayRepeat(call: RepeatedCall, failed: FailedAttempt): boolean {
  const repeatable = call.method !== 'post' || call.hasKey;
  if (failed.kind === 'no_answer') return repeatable;
  switch (failed.status) {
    case 429:
      // Refused before anything was done.
      return true;
    case 409:
      return repeatable && failed.code === 'idempotency_key_in_use';
    case 502:
      // PagoEfectivo's silence with a Retry-After can be repeated; without one it is the stored end of this key.
      return repeatable && (failed.code !== 'gateway_unavailable' || failed.retryAfterSeconds !== null);
    case 503:
    case 504:
      return repeatable;
    default:
      return false;
  }
}

/**
 * Milliseconds before the repetition with this number (1, 2 …): what the server asked for at least, twice as long each
 * time, and scattered so that clients do not come back together. `random` is 0 to 1.
 */
export function pauseMs(repetition: number, retryAfterSeconds: number | null, random: number): number {
  const grown = Math.min(MAX_PAUSE_MS, BASE_PAUSE_MS * 2 ** (repetition - 1));
  const scattered = (grown * (1 + random)) / 2;
  return retryAfterSeconds === null ? scattered : retryAfterSeconds * 1000 + scattered / 2;
}
