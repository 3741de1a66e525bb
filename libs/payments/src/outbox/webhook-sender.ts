import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { withoutSent } from './sent-secrets.js';
import { signedHeaders } from './webhook-signature.js';
import type { TargetAddress, TargetPolicy } from './webhook-target.js';

const CONNECT_TIMEOUT_MS = 3_000;
const TOTAL_TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 16 * 1024;

export interface WebhookMessage {
  /** `webhook-id`: the event's id, the same in every attempt, by which a receiver knows repetitions. */
  readonly id: string;
  readonly url: string;
  /** Sent byte for byte. */
  readonly body: string;
  /** `whsec_…` or `whsk_…`; several while a rotation overlaps, and the receiver accepts the one it knows. */
  readonly secrets: readonly string[];
  /** Sent besides ours, which win. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: WebhookTls;
  /** TLS included; 3 s when absent. */
  readonly connectTimeoutMs?: number;
  /** From the first question to a name server to the end of the answer; 10 s when absent. */
  readonly timeoutMs?: number;
}

/** PEM texts for connections that are private on both sides. */
export interface WebhookTls {
  /** Shown to the receiver (mutual TLS), with its key. */
  readonly certificate: string | null;
  readonly key: string | null;
  /** Who may have signed the receiver's certificate, instead of the public authorities. */
  readonly authority: string | null;
}

/** What came of one attempt. Without `httpStatus` no answer came, and `error` says why in a sentence. */
export interface WebhookAnswer {
  readonly httpStatus: number | null;
  /** The first 16 kB of the answer's body as text, without what we sent to open the door. */
  readonly response: string | null;
  readonly error: string | null;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
}

export function isAcknowledged(answer: Pick<WebhookAnswer, 'httpStatus'>): boolean {
  return answer.httpStatus !== null && answer.httpStatus >= 200 && answer.httpStatus < 300;
}

/** Sends one Standard Webhooks message. Never follows a redirect, never connects to an address that was not vetted. */
export class WebhookSender {
  constructor(private readonly targets: TargetPolicy) {}

  /** Resolves with what happened, whatever the network does. */
  async send(message: WebhookMessage): Promise<WebhookAnswer> {
    const begun = performance.now();
    const { response, error, ...answer } = await this.attempt(message);
    const sent = [...Object.values(message.headers ?? {}), ...message.secrets];
    const shown = (text: string | null): string | null => text && withoutSent(text, sent);
    return {
      ...answer,
      response: shown(response),
      error: shown(error),
      durationMs: Math.round(performance.now() - begun),
    };
  }

  private async attempt(message: WebhookMessage): Promise<Omit<WebhookAnswer, 'durationMs'>> {
    const timeoutMs = message.timeoutMs ?? TOTAL_TIMEOUT_MS;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    try {
      const url = new URL(message.url);
      const verdict = await beforeAbort(this.targets.vet(url), deadline.signal);
      if (verdict.kind !== 'allowed') return failure(verdict.reason);
      const { response, body } = await this.exchange(message, url, verdict.addresses, deadline.signal);
      return toAnswer(response, body);
    } catch (error) {
      if (deadline.signal.aborted) return failure(`no answer within ${seconds(timeoutMs)}`);
      return failure(sentenceOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private exchange(
    message: WebhookMessage,
    url: URL,
    addresses: readonly TargetAddress[],
    signal: AbortSignal,
  ): Promise<{ response: IncomingMessage; body: string }> {
    const body = Buffer.from(message.body);
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      lookup: pinnedLookup(addresses),
      signal,
      ...tlsOptions(message.tls),
      headers: {
        ...message.headers,
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'Chasqui-Webhooks',
        ...signedHeaders(message),
      },
    };
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const request = secure ? requestHttps(url, options) : requestHttp(url, options);
      limitConnect(request, secure ? 'secureConnect' : 'connect', message.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
      let answered = false;
      request.on('error', (error) => {
        if (!answered) reject(error);
      });
      request.once('close', () => {
        if (!answered) reject(new Error('the connection was closed without an answer'));
      });
      request.once('response', (response) => {
        answered = true;
        // The status is the answer: a body that never ends or breaks off takes nothing from it.
        readStart(response).then((text) => {
          request.destroy();
          resolve({ response, body: text });
        }, reject);
      });
      request.end(body);
    });
  }
}

function tlsOptions(tls: WebhookTls | undefined): RequestOptions & { cert?: string; key?: string; ca?: string } {
  const { certificate = null, key = null, authority = null } = tls ?? {};
  return {
    ...(certificate === null || key === null ? {} : { cert: certificate, key }),
    ...(authority === null ? {} : { ca: authority }),
  };
}

function pinnedLookup(addresses: readonly TargetAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function limitConnect(request: ClientRequest, connected: 'connect' | 'secureConnect', timeoutMs: number): void {
  const timer = setTimeout(() => request.destroy(new Error(`no connection within ${seconds(timeoutMs)}`)), timeoutMs);
  request.once('socket', (socket) => socket.once(connected, () => clearTimeout(timer)));
  request.once('close', () => clearTimeout(timer));
}

function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (): void => resolve(Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString());
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_RESPONSE_BYTES) finish();
    });
    response.once('end', finish);
    response.on('error', finish);
    response.once('close', finish);
  });
}

function toAnswer(response: IncomingMessage, body: string): Omit<WebhookAnswer, 'durationMs'> {
  const httpStatus = response.statusCode ?? 0;
  // Postgres text cannot hold the null character.
  const text = body.replaceAll('\0', '');
  const error = isAcknowledged({ httpStatus })
    ? null
    : httpStatus >= 300 && httpStatus < 400
      ? `answered ${httpStatus}: redirects are not followed`
      : `answered ${httpStatus}`;
  return { httpStatus, response: text, error, retryAfterMs: parseRetryAfter(response.headers['retry-after']) };
}

/** Seconds or an HTTP date, which by its nature is the system's time. */
function parseRetryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = header.endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function failure(error: string): Omit<WebhookAnswer, 'durationMs'> {
  return { httpStatus: null, response: null, error, retryAfterMs: null };
}

function beforeAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    work.then(resolve, reject);
  });
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

/** Several addresses fail with one AggregateError that says nothing itself. */
function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sentenceOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
