import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChasquiEvent } from './api-types.js';
import { EventVerificationError } from './event-verification-error.js';

/** As `fetch`, Node, Express, Fastify and the like give them. */
export type EventHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyEventOptions {
  /** How far the sender's clock may be from yours; default 300. */
  readonly toleranceSeconds?: number;
  /** Your clock; the machine's when absent. */
  readonly now?: Date;
}

const DEFAULT_TOLERANCE_SECONDS = 300;
const PREFIX = 'whsec_';
/** HMAC-SHA256 in base64. */
const SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/;

/**
 * The event in a webhook message, once it is certain that Chasqui sent it just now (Standard Webhooks, symmetric `v1`).
 *
 * @param rawBody the body's exact bytes: parsed and serialised again it has another signature
 * @param secret `whsec_…` of the endpoint; several while you move from one to the next
 * @throws EventVerificationError with a sentence that says what to check: answer 400, and nothing else of it is true
 */
export function verifyEvent(
  rawBody: string | Uint8Array,
  headers: EventHeaders,
  secret: string | readonly string[],
  options: VerifyEventOptions = {},
): ChasquiEvent {
  const keys = (typeof secret === 'string' ? [secret] : secret).map(keyOf);
  if (keys.length === 0) throw new EventVerificationError('No secret was given: pass the whsec_… of your endpoint.');
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  checkTimestamp(timestamp, options);
  const expected = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest());
  if (!anyMatches(signatures, expected)) {
    throw new EventVerificationError(
      'No signature matches. Check that the secret is the one of this endpoint, and that the body is verified as the bytes that arrived, before anything parses it.',
    );
  }
  return parse(rawBody, id);
}

function keyOf(secret: string): Buffer {
  const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = Buffer.from(base64, 'base64');
  // Node reads over characters that are not base64: a secret with a typo would be another secret.
  if (key.length === 0 || key.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')) {
    throw new EventVerificationError(
      'The secret is not one of Chasqui: pass the whole whsec_… that creating the endpoint answered with.',
    );
  }
  return key;
}

function headerOf(headers: EventHeaders, name: string): string {
  const value = headers instanceof Headers ? (headers.get(name) ?? undefined) : memberOf(headers, name);
  const [text, ...more] = typeof value === 'string' || value === undefined ? [value] : value;
  if (text === undefined || text === '') {
    throw new EventVerificationError(
      `The header ${name} is missing: either this is no message of Chasqui, or something on the way drops headers.`,
    );
  }
  if (more.length > 0) throw new EventVerificationError(`The header ${name} came more than once: nobody sends that.`);
  return text;
}

/** Frameworks keep header names in lower case or as they came. */
function memberOf(headers: Exclude<EventHeaders, Headers>, name: string): string | readonly string[] | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function checkTimestamp(timestamp: string, options: VerifyEventOptions): void {
  const toleranceSeconds = options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  if (!(toleranceSeconds > 0)) throw new RangeError('toleranceSeconds must be more than 0: it keeps replays out.');
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new EventVerificationError(
      'The header webhook-timestamp is not in Unix seconds: this is no message of Chasqui.',
    );
  }
  const nowMs = options.now?.getTime() ?? Date.now();
  const aheadSeconds = Number(timestamp) - nowMs / 1000;
  // Written so that a broken clock (NaN) refuses.
  if (!(Math.abs(aheadSeconds) <= toleranceSeconds)) {
    const off = aheadSeconds < 0 ? 'old' : 'ahead of this clock';
    throw new EventVerificationError(
      `The message is ${Math.round(Math.abs(aheadSeconds))} s ${off}, more than the ${toleranceSeconds} s allowed: it is a replay, or the clock of this machine is wrong (check NTP).`,
    );
  }
}

/** While a rotation overlaps there are several; versions that this client does not know are passed over. */
function anyMatches(signatures: string, expected: readonly Buffer[]): boolean {
  let matches = false;
  for (const signature of signatures.split(' ')) {
    const [, base64] = SIGNATURE.exec(signature) ?? [];
    if (base64 === undefined) continue;
    const given = Buffer.from(base64, 'base64');
    for (const own of expected) matches = (given.length === own.length && timingSafeEqual(given, own)) || matches;
  }
  return matches;
}

function parse(rawBody: string | Uint8Array, id: string): ChasquiEvent {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const event: unknown = parseJson(text);
  if (!isEvent(event)) {
    throw new EventVerificationError('The body is signed and is no event: is the secret used by another sender too?');
  }
  if (event.id !== id) throw new EventVerificationError('The header webhook-id and the id of the event differ.');
  return event;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Who signed it also wrote it to the API's description; what is checked here is that it is an event at all. */
function isEvent(value: unknown): value is ChasquiEvent {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'data' in value;
}
