import type { FieldError } from '#platform';
import { ProblemError } from '#platform';
import type { ProblemCode } from './problem-catalogue.js';
import { PROBLEMS } from './problem-catalogue.js';

export interface ProblemMore {
  readonly errors?: FieldError[];
  /** Seconds after which the same request may succeed; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members beside the standard ones, such as `paymentId`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The error that leaves as this problem. `detail` says what is wrong here and now, and what to do about it. */
export function problem(code: ProblemCode, detail: string, more: ProblemMore = {}): ProblemError {
  const { status, title } = PROBLEMS[code];
  const retryAfter = more.retryAfterSeconds === undefined ? {} : { 'retry-after': String(more.retryAfterSeconds) };
  return new ProblemError({
    ...more.extensions,
    status,
    code,
    title,
    detail,
    errors: more.errors,
    headers: { ...retryAfter, ...more.headers },
  });
}

/** The 404 of everything that is not there, or not this shop's. */
export function notFound(what: string): ProblemError {
  return problem(
    'not_found',
    `There is no such ${what} in this shop: check the id, and which shop the API key is for.`,
  );
}
