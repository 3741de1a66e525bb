import type { Problem } from './api-types.js';
import type { CallOptions, KeyedCallOptions } from './call-options.js';
import { ChasquiError } from './chasqui-error.js';
import { ChasquiConnectionError } from './connection-error.js';
import type { paths } from './openapi.js';
import { pause } from './pause.js';
import { readRetryAfter } from './retry-after.js';
import type { FailedAttempt } from './retry-policy.js';
import { mayRepeat, pauseMs } from './retry-policy.js';
import type { AnswerOf, Method, Path, RequestOf } from './route-types.js';
import { urlOf } from './url.js';
import { VERSION } from './version.js';

export interface TransportOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly fetch: typeof fetch;
}

interface Exchange {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly idempotencyKey: string | null;
  readonly signal: AbortSignal | null;
}

/** An answer that arrived whole, or the reason why none did. */
type Attempt =
  | { readonly kind: 'answer'; readonly response: Response; readonly text: string }
  | { readonly kind: 'no_answer'; readonly cause: unknown };

/** Sends calls, repeats those that may be repeated, and turns answers into values or errors. */
export class Transport {
  constructor(private readonly options: TransportOptions) {}

  /** How long one attempt may take. */
  get timeoutMs(): number {
    return this.options.timeoutMs;
  }

  /** A call of a documented route: what it takes and answers is read from the API's description. */
  async send<P extends Path, M extends Method & keyof paths[P]>(
    method: M,
    path: P,
    request: RequestOf<paths[P][M]> & RequestParts,
    options: CallOptions | KeyedCallOptions = {},
  ): Promise<AnswerOf<paths[P][M]>> {
    const { path: segments = {}, query = {}, body } = request;
    const idempotencyKey = 'idempotencyKey' in options ? (options.idempotencyKey ?? null) : null;
    const answer = await this.exchange({
      method,
      url: urlOf(this.options.baseUrl, path, { segments, query }),
      headers: this.headersOf(body !== undefined, idempotencyKey),
      body: body === undefined ? null : JSON.stringify(body),
      idempotencyKey,
      signal: options.signal ?? null,
    });
    // The route's own description is what says that this is its answer.
    return answer as AnswerOf<paths[P][M]>;
  }

  private headersOf(hasBody: boolean, idempotencyKey: string | null): Record<string, string> {
    return {
      accept: 'application/json',
      authorization: `Bearer ${this.options.apiKey}`,
      'user-agent': `chasqui-client/${VERSION}`,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
    };
  }

  /** The JSON of a successful answer, undefined for one without a body. */
  private async exchange(exchange: Exchange): Promise<unknown> {
    const endsAt = performance.now() + this.options.totalTimeoutMs;
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.attempt(exchange);
      exchange.signal?.throwIfAborted();
      if (isDone(attempt, exchange, attempts)) return undefined;
      if (attempt.kind === 'answer' && attempt.response.ok) return successOf(attempt, exchange);
      const error =
        attempt.kind === 'answer' ? refusalOf(attempt, exchange) : this.silenceOf(attempt, exchange, attempts);
      const failed: FailedAttempt =
        error instanceof ChasquiError ? { kind: 'answer', ...codesOf(error) } : { kind: 'no_answer' };
      const call = { method: exchange.method, hasKey: exchange.idempotencyKey !== null };
      const retryAfterSeconds = error instanceof ChasquiError ? error.retryAfterSeconds : null;
      const waitMs = pauseMs(attempts, retryAfterSeconds, Math.random());
      const isLast = attempts > this.options.maxRetries || performance.now() + waitMs >= endsAt;
      if (isLast || !mayRepeat(call, failed)) throw error;
      await pause(waitMs, exchange.signal);
    }
  }

  private async attempt(exchange: Exchange): Promise<Attempt> {
    // Not AbortSignal.any: Node may collect the timeout that only it refers to, and then nothing ends the wait.
    const ending = new AbortController();
    const abort = (): void => ending.abort(exchange.signal?.reason);
    const timer = setTimeout(
      () => ending.abort(new DOMException('no answer in time', 'TimeoutError')),
      this.options.timeoutMs,
    );
    exchange.signal?.addEventListener('abort', abort, { once: true });
    if (exchange.signal?.aborted) abort();
    const { method, headers, body } = exchange;
    try {
      const response = await this.options.fetch(exchange.url, {
        method: method.toUpperCase(),
        headers,
        body,
        // Followed, a POST would become a GET, and the key would go where nobody meant it to.
        redirect: 'manual',
        signal: ending.signal,
      });
      return { kind: 'answer', response, text: await response.text() };
    } catch (error) {
      return { kind: 'no_answer', cause: error };
    } finally {
      clearTimeout(timer);
      exchange.signal?.removeEventListener('abort', abort);
    }
  }

  private silenceOf(attempt: { cause: unknown }, exchange: Exchange, attempts: number): ChasquiConnectionError {
    const { idempotencyKey, method, url } = exchange;
    const tried = attempts === 1 ? '' : ` (tried ${attempts} times)`;
    const next =
      idempotencyKey === null
        ? 'Check that the address is right and the server runs; look before you repeat a call that changes something.'
        : `Whether it was done is not known: repeat it with the same idempotency key, ${idempotencyKey}.`;
    return new ChasquiConnectionError({
      message: `No answer to ${method.toUpperCase()} ${url}${tried}: ${this.reasonOf(attempt.cause)}. ${next}`,
      attempts,
      idempotencyKey,
      cause: attempt.cause,
    });
  }

  private reasonOf(cause: unknown): string {
    if (!(cause instanceof Error)) return String(cause);
    if (cause.name === 'TimeoutError') return `nothing came within ${this.options.timeoutMs} ms`;
    // fetch says "fetch failed" and keeps why in its cause.
    return cause.cause instanceof Error ? cause.cause.message || cause.cause.name : cause.message;
  }
}

interface RequestParts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A repeated DELETE that finds nothing any more: an earlier attempt did it and its answer was lost. */
function isDone(attempt: Attempt, { method }: Exchange, attempts: number): boolean {
  return method === 'delete' && attempts > 1 && attempt.kind === 'answer' && attempt.response.status === 404;
}

function successOf({ response, text }: { response: Response; text: string }, exchange: Exchange): unknown {
  if (response.status === 204) return undefined;
  const value = parseJson(text);
  if (value === undefined) throw strangeAnswer(response, exchange);
  return value;
}

function refusalOf({ response, text }: { response: Response; text: string }, exchange: Exchange): ChasquiError {
  const value = parseJson(text);
  if (!isProblem(value)) return strangeAnswer(response, exchange);
  return new ChasquiError({ ...metaOf(response, exchange), problem: value, detail: value.detail });
}

function strangeAnswer(response: Response, exchange: Exchange): ChasquiError {
  const type = response.headers.get('content-type') ?? 'no content type';
  const location = response.headers.get('location');
  const to = location === null ? '' : ` to ${location}`;
  return new ChasquiError({
    ...metaOf(response, exchange),
    problem: null,
    detail: `${exchange.method.toUpperCase()} ${exchange.url} was answered ${response.status}${to} with ${type}, which is not how Chasqui answers: check that baseUrl is the address of its checkout API, and what stands before it.`,
  });
}

function metaOf(
  response: Response,
  { idempotencyKey }: Exchange,
): { status: number; retryAfterSeconds: number | null; requestId: string | null; idempotencyKey: string | null } {
  return {
    status: response.status,
    retryAfterSeconds: readRetryAfter(response.headers),
    requestId: response.headers.get('x-request-id'),
    idempotencyKey,
  };
}

function codesOf({ status, code, retryAfterSeconds }: ChasquiError): Omit<FailedAttempt & { kind: 'answer' }, 'kind'> {
  return { status, code, retryAfterSeconds };
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
