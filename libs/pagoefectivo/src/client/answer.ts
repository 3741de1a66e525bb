import { isJsonArray, isJsonObject, type JsonValue, tryReadJson } from '../wire/exact-json.js';
import { storable, textOf } from '../wire/wire-text.js';
import { type GatewayFailure, type GatewayOutcome, type RefusedField, unknownOutcome } from './gateway-outcome.js';

/** A complete HTTP answer. */
export interface Answer {
  httpStatus: number;
  retryAfter: string | null;
  contentType: string | null;
  /** The gateway's clock, as the header has it. */
  date: string | null;
  /** `null` when the body is not JSON. */
  json: JsonValue | null;
  text: string;
}

export function readAnswer(input: {
  httpStatus: number;
  retryAfter: string | null;
  contentType: string | null;
  date: string | null;
  body: Uint8Array;
}): Answer {
  const { body, ...head } = input;
  const text = new TextDecoder().decode(body);
  return { ...head, text, json: tryReadJson(text) };
}

/** What an operation makes of `data`: its value, or why the answer cannot be believed. */
/** Takes out of the gateway's words what it repeats of ours that nobody may read. */
export type Hide = (text: string) => string;

export type Reading<T> = { value: T } | { unbelievable: string };

const SUCCESS = '100';
const INTERNAL_ERROR = '166';
const MAX_PHRASE = 500;

/** The codes that are documented as refusals; any of them means no, whatever the HTTP status beside it. */
const REFUSALS = new Set(['111', '112', '113', '508', '511']);

export interface Judgement<T> {
  readonly read: (data: JsonValue | undefined) => Reading<T>;
  readonly now: Date;
  readonly hide?: Hide;
}

/**
 * What an answer means. Everything that is not a clear yes or a clear no is `unknown`: a firewall's page, a 5xx, a
 * redirect, a 4xx without the gateway's envelope may all stand in front of a CIP that exists.
 */
export function judgeAnswer<T>(answer: Answer, { read, now, hide = (text) => text }: Judgement<T>): GatewayOutcome<T> {
  const outcome = meaningOf(answer, { read, now, hide });
  if (outcome.kind !== 'unknown') return outcome;
  const retryAfterMs = parseRetryAfter(answer.retryAfter, now);
  return retryAfterMs === null ? outcome : { ...outcome, retryAfterMs };
}

function meaningOf<T>(answer: Answer, { read, now, hide }: Required<Judgement<T>>): GatewayOutcome<T> {
  const { httpStatus } = answer;
  const envelope = readEnvelope(answer.json, hide);
  if (httpStatus === 429) return { kind: 'rate_limited', retryAfterMs: parseRetryAfter(answer.retryAfter, now) };
  if (httpStatus === 401 || httpStatus === 403) {
    return {
      kind: 'unauthorized',
      httpStatus,
      message: envelope?.message || `the gateway answered HTTP ${httpStatus}`,
    };
  }
  if (envelope === null) return unknownOutcome(`HTTP ${httpStatus} with ${describeBody(answer)}`);

  const isSuccess = httpStatus >= 200 && httpStatus < 300;
  const isClientError = httpStatus >= 400 && httpStatus < 500;
  if (isSuccess && envelope.code === SUCCESS) {
    const reading = read(envelope.data);
    return 'value' in reading ? { kind: 'ok', value: reading.value } : unknownOutcome(reading.unbelievable);
  }
  const saysNo = isClientError && envelope.code !== SUCCESS && envelope.code !== INTERNAL_ERROR;
  if (saysNo || (isSuccess && REFUSALS.has(envelope.code))) return refusal(envelope, httpStatus, hide);
  return unknownOutcome(`HTTP ${httpStatus} with code ${envelope.code}`);
}

/** How far the gateway's clock is ahead of ours: the header has whole seconds, half of one is the best guess. */
export function clockAheadOf(date: string | null, now: Date): number | null {
  const theirMs = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirMs) ? null : theirMs + 500 - now.getTime();
}

/** Seconds or an HTTP date; `null` when there is neither. */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

interface Envelope {
  code: string;
  message: string;
  data: JsonValue | undefined;
}

function readEnvelope(json: JsonValue | null, hide: Hide): Envelope | null {
  if (json === null || !isJsonObject(json)) return null;
  const code = nameOf(json.get('code'), hide).trim();
  return code === '' ? null : { code, message: phraseOf(json.get('message'), hide), data: json.get('data') };
}

function refusal(envelope: Envelope, httpStatus: number, hide: Hide): GatewayFailure {
  const { data } = envelope;
  // The document shows a list; an object for a single field costs nothing to understand.
  const items = isJsonArray(data) ? data : [data];
  const fields: RefusedField[] = [];
  for (const item of items) {
    const field = isJsonObject(item) ? nameOf(item.get('field'), hide) : '';
    if (!isJsonObject(item) || field === '') continue;
    fields.push({ field, code: nameOf(item.get('code'), hide), message: phraseOf(item.get('message'), hide) });
  }
  return { kind: 'refused', code: envelope.code, message: envelope.message, fields, httpStatus };
}

/** A code or the name of a field: it is compared, so that a shopper whose document is 111 must not make another of it. */
function nameOf(value: JsonValue | undefined, hide: Hide): string {
  const name = textOf(value) ?? '';
  return /^[\w.[\]-]{1,40}$/.test(name) ? name : phraseOf(value, hide);
}

/** Words for a log or a table; empty when there are none. Hidden before they are cut, or the cut could leave half a secret. */
function phraseOf(value: JsonValue | undefined, hide: Hide): string {
  return storable(hide(textOf(value) ?? '').slice(0, MAX_PHRASE));
}

function describeBody(answer: Answer): string {
  if (answer.text === '') return 'an empty body';
  if (answer.json !== null) return 'JSON that is not an answer of the gateway';
  return `a body that is not JSON (${answer.contentType ?? 'no content type'})`;
}
