/** One field the gateway objects to; `code` 112 is "missing", 113 is "bad value". */
export interface RefusedField {
  field: string;
  code: string;
  message: string;
}

/**
 * What came of a call, by what the caller should do next. Only after `unknown` may the call have had its effect:
 * settle it by search, never by repeating it blindly.
 */
export type GatewayOutcome<T> =
  | { kind: 'ok'; value: T }
  /** The gateway understood and said no: nothing happened, and the same request will be refused again. */
  | { kind: 'refused'; code: string; message: string; fields: RefusedField[]; httpStatus: number }
  /** Nothing happened: the credentials, the clock or the address are wrong. */
  | { kind: 'unauthorized'; message: string; httpStatus: number }
  /** Nothing happened: too many requests. `retryAfterMs` is what the gateway asked for, if it did. */
  | { kind: 'rate_limited'; retryAfterMs: number | null }
  /** Nothing happened: the request never left (address, connection, TLS, proxy, or no authorization to be had). */
  | { kind: 'never_sent'; reason: string }
  /**
   * Sent, and no believable answer: timeout, reset, 5xx, HTML. The socket is closed, so none will come. `retryAfterMs` is
   * what the answer asked for, if it did.
   */
  | { kind: 'unknown'; reason: string; answerMayStillCome: false; retryAfterMs?: number };

/** Every outcome but `ok`: it carries no value, so it fits a call of any type. */
export type GatewayFailure = Exclude<GatewayOutcome<never>, { kind: 'ok' }>;

export type GatewayOutcomeKind = GatewayOutcome<unknown>['kind'];

export function unknownOutcome(reason: string): GatewayFailure {
  return { kind: 'unknown', reason, answerMayStillCome: false };
}

/** The outcome as one line for a log; `null` when all is well. */
export function describeOutcome(outcome: GatewayOutcome<unknown>): string | null {
  switch (outcome.kind) {
    case 'ok':
      return null;
    case 'refused':
      return [
        `${outcome.code} ${outcome.message}`,
        ...outcome.fields.map((field) => `${field.field}: ${field.code} ${field.message}`),
      ].join('; ');
    case 'unauthorized':
      return outcome.message;
    case 'rate_limited':
      return outcome.retryAfterMs === null ? 'too many requests' : `too many requests, wait ${outcome.retryAfterMs} ms`;
    case 'never_sent':
    case 'unknown':
      return outcome.reason;
  }
}
