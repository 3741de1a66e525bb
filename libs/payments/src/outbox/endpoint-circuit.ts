const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Failures of different deliveries in a row that say: it is the endpoint, not the message. */
const THRESHOLD = 5;
const FIRST_WAIT_MS = 30 * SECOND;
/** The longest that a healthy endpoint waits to be noticed. */
const LONGEST_WAIT_MS = 5 * MINUTE;
/** An endpoint that asks for patience gets it, within what a shopper's order can bear. */
const LONGEST_PATIENCE_MS = 15 * MINUTE;
/** Up to this part of the wait is added by chance, so that endpoints of one server are not probed together. */
const JITTER = 0.2;

/** What all processes know about an endpoint's health: one row, its instants in business time. */
export interface EndpointCircuit {
  /** Failures in a row, those of one delivery in a row counted once. */
  readonly failures: number;
  readonly lastFailedDelivery: string | null;
  /** First failure since the last acknowledgement. */
  readonly failingSince: Date | null;
  /** How often it opened since the last acknowledgement. */
  readonly openings: number;
  /** Nothing is sent before it, and one probe at a time after it; null while all may be sent. */
  readonly openUntil: Date | null;
}

export const CLOSED_CIRCUIT: EndpointCircuit = {
  failures: 0,
  lastFailedDelivery: null,
  failingSince: null,
  openings: 0,
  openUntil: null,
};

export type CircuitState = 'closed' | 'open' | 'half_open';

export function circuitState({ openUntil }: Pick<EndpointCircuit, 'openUntil'>, now: Date): CircuitState {
  if (openUntil === null) return 'closed';
  return openUntil > now ? 'open' : 'half_open';
}

export interface FailedAttempt {
  readonly deliveryId: string;
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs: number | null;
  readonly now: Date;
  /** In [0, 1). */
  readonly chance: number;
}

/**
 * The circuit after an attempt that was not acknowledged. A refusal of the message itself (most of 4xx) says nothing
 * about the endpoint, and neither does one delivery that fails again and again: neither may hold up other payments.
 * An acknowledgement closes it: `CLOSED_CIRCUIT`.
 */
export function afterFailure(circuit: EndpointCircuit, failed: FailedAttempt): EndpointCircuit {
  const seen: EndpointCircuit = { ...circuit, failingSince: circuit.failingSince ?? failed.now };
  const state = circuitState(circuit, failed.now);
  if (!saysEndpointIsIll(failed.httpStatus)) {
    // Somebody is there who read the message and did not take it.
    return state === 'open' ? seen : { ...CLOSED_CIRCUIT, failingSince: seen.failingSince };
  }
  const asked = patienceAsked(failed);
  switch (state) {
    case 'open':
      // Sent before it opened: that makes no wait longer, unless the endpoint asks for it.
      return { ...seen, openUntil: later(seen.openUntil, asked) };
    case 'half_open':
      return opened(seen, failed, asked);
    case 'closed': {
      const again = circuit.lastFailedDelivery === failed.deliveryId;
      const failures = circuit.failures + (again ? 0 : 1);
      const counted = { ...seen, failures, lastFailedDelivery: failed.deliveryId };
      return failures >= THRESHOLD ? opened(counted, failed, asked) : { ...counted, openUntil: asked };
    }
  }
}

function opened(circuit: EndpointCircuit, { now, chance }: FailedAttempt, asked: Date | null): EndpointCircuit {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(circuit.openings, 10));
  const planned = new Date(now.getTime() + Math.round(waitMs * (1 + JITTER * chance)));
  return { ...circuit, openings: circuit.openings + 1, openUntil: later(planned, asked) };
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** Until when a 429 or 503 asks for patience with everything, not with one message. */
function patienceAsked({ httpStatus, retryAfterMs, now }: FailedAttempt): Date | null {
  if ((httpStatus !== 429 && httpStatus !== 503) || retryAfterMs === null || retryAfterMs === 0) return null;
  return new Date(now.getTime() + Math.min(retryAfterMs, LONGEST_PATIENCE_MS));
}

function saysEndpointIsIll(httpStatus: number | null): boolean {
  return httpStatus === null || httpStatus >= 500 || httpStatus === 408 || httpStatus === 425 || httpStatus === 429;
}
