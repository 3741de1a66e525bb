import type { FieldError, Problem, ProblemCode } from './api-types.js';

export interface ChasquiErrorParts {
  readonly status: number;
  /** Null when the answer was no problem+json: something else than Chasqui answered. */
  readonly problem: Problem | null;
  readonly detail: string;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

/** The API said no. `code` is what to branch on, `message` what to show to whoever can mend it. */
export class ChasquiError extends Error {
  override readonly name = 'ChasquiError';
  /** HTTP status. */
  readonly status: number;
  /**
   * Stable. `unexpected_answer` is this client's own: something else than Chasqui answered, such as a proxy. A server
   * newer than this client may give a code that is not in the union.
   */
  readonly code: ProblemCode | 'unexpected_answer';
  /** What is wrong here and now, and what to do about it. */
  readonly detail: string;
  /** With `invalid_request`: one entry per wrong field; empty otherwise. */
  readonly errors: readonly FieldError[];
  /** The payment that stands in the way, or the one that could not be finished. */
  readonly paymentId: string | null;
  /** After how many seconds the same call may succeed, where repeating helps. */
  readonly retryAfterSeconds: number | null;
  /** Quote it when you report a fault. */
  readonly requestId: string | null;
  /** The key that the call was made with, generated or given: the same call with it is safe. */
  readonly idempotencyKey: string | null;
  /** The whole problem, members of single codes included; null when something else than Chasqui answered. */
  readonly problem: Problem | null;

  constructor(parts: ChasquiErrorParts) {
    super(parts.detail);
    const { status, problem, detail, retryAfterSeconds, requestId, idempotencyKey } = parts;
    this.status = status;
    this.code = problem?.code ?? 'unexpected_answer';
    this.detail = detail;
    this.errors = problem?.errors ?? [];
    this.paymentId = problem?.paymentId ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
    this.idempotencyKey = idempotencyKey;
    this.problem = problem;
  }
}
