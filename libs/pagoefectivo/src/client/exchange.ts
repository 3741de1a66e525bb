import { type Dispatcher, request } from 'undici';
import { type Answer, readAnswer } from './answer.js';
import { forwardTo } from './dispatch-handler.js';

/** More than any batch of CIPs needs; what answers longer is not the gateway. */
export const MAX_ANSWER_BYTES = 1_048_576;

export interface HttpMessage {
  method: 'POST' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** `null` for no body. */
  body: string | null;
}

/** `lost`: bytes of the request were written, and no complete answer came back. */
export type Exchange =
  { kind: 'answered'; answer: Answer } | { kind: 'never_sent'; reason: string } | { kind: 'lost'; reason: string };

/**
 * Sends one request and reads the whole answer. Whether it left is not guessed from an error code (ECONNRESET comes
 * from a failed handshake as well as from a lost answer): undici tells when it has a connection and is about to
 * write. After the time limit the request is aborted, and one that had not left by then never will.
 */
export async function exchange(message: HttpMessage, dispatcher: Dispatcher, timeoutMs: number): Promise<Exchange> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  let hasLeft = false;
  const observed = dispatcher.compose(
    noteDeparture(() => {
      hasLeft = true;
    }),
  );
  try {
    // undici looks at the signal only once it is connected; the race ends a connect or a tunnel that hangs.
    const answer = await Promise.race([converse(message, observed, deadline.signal), whenAborted(deadline.signal)]);
    return { kind: 'answered', answer };
  } catch (error) {
    return { kind: hasLeft ? 'lost' : 'never_sent', reason: describeError(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function converse(message: HttpMessage, dispatcher: Dispatcher, signal: AbortSignal): Promise<Answer> {
  const { method, url, headers, body } = message;
  // The deadline covers the whole exchange, so undici's own two limits would only blur the reason.
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  const response = await request(url, { method, headers, body, dispatcher, signal, ...limits });
  return readAnswer({
    httpStatus: response.statusCode,
    retryAfter: single(response.headers['retry-after']),
    contentType: single(response.headers['content-type']),
    date: single(response.headers.date),
    body: await readCapped(response.body),
  });
}

async function readCapped(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Calls back when the request is about to be written to a connected socket. */
function noteDeparture(onDeparture: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      ...forwardTo(handler),
      onRequestStart(controller, context) {
        onDeparture();
        handler.onRequestStart?.(controller, context);
      },
    });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function single(header: string | string[] | undefined): string | null {
  return [header].flat()[0] ?? null;
}

/** Message and code of an error; some network errors have only the one or the other. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = error.message === '' ? code || error.name : error.message;
  return code === '' || text.includes(code) ? text : `${text} (${code})`;
}
