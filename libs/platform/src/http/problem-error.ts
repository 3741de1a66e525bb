/** One wrong field of a request: where (`items[0].quantity`), a stable code, and a sentence with the mend. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/** An RFC 9457 problem as our APIs answer it, plus any extension member. */
export interface Problem {
  status: number;
  /** Stable; clients branch on it. */
  code: string;
  title: string;
  /** What is wrong here and now, and what to do about it. */
  detail?: string | undefined;
  /** A documentation URL; `about:blank` when absent. */
  type?: string | undefined;
  errors?: FieldError[] | undefined;
  /** Response headers that belong to the answer, such as `Retry-After`. */
  headers?: Record<string, string> | undefined;
  [extension: string]: unknown;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Thrown anywhere below a controller, it leaves as this problem; nothing of it is hidden from the caller. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail ?? problem.title, options);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The response body of a problem: the standard members first, no headers, absent members left out. */
export function problemBody(problem: Problem): Record<string, unknown> {
  const { type, title, status, detail, code, errors, headers, ...extensions } = problem;
  const members = { type: type ?? 'about:blank', title, status, detail, code, errors, ...extensions };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
