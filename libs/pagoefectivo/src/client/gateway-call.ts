import { ExactNumber, isJsonArray, isJsonObject, type JsonValue, tryReadJson } from '../wire/exact-json.js';
import { storable, textOf } from '../wire/wire-text.js';
import type { GatewayOutcomeKind } from './gateway-outcome.js';

export type GatewayOperation = 'authorize' | 'create' | 'search' | 'extend' | 'delete' | 'refund';

/**
 * One call as it may be stored: no credential and nothing of the shopper's is in it, and no text that Postgres
 * refuses. A call that was never sent has a record too.
 */
export interface GatewayCallRecord {
  at: Date;
  operation: GatewayOperation;
  method: string;
  path: string;
  /** `null` when no answer came. */
  httpStatus: number | null;
  outcome: GatewayOutcomeKind;
  durationMs: number;
  cipNumbers: string[];
  request: unknown;
  /** JSON, or the beginning of an answer that is none. */
  response: unknown;
  /** Why the outcome is not `ok`. */
  error: string | null;
  /** What the caller passed; `null` for an authorization, which serves whoever waits for it. */
  paymentRef: string | null;
  /** How far the gateway's clock is ahead of ours by the answer's `Date`, in ms; `null` when it told none. */
  clockAheadMs: number | null;
}

const REDACTED = '[redacted]';

/** Fields whose values are never stored, besides everything that begins with `user`. */
const SECRET_FIELDS = new Set(['accesskey', 'secretkey', 'hashstring', 'adminemail']);

/** The shopper's data that an answer may repeat in a message. */
const PERSONAL_FIELDS = ['userEmail', 'userName', 'userLastName', 'userDocumentNumber', 'userPhone'];

const MAX_EXCERPT = 1_000;

/** Takes out of one call what must not be stored. Made per call, because what is personal differs per call. */
export class CallRedactor {
  readonly #request: JsonValue | null;
  readonly #sensitive: RegExp | null;
  readonly #hidesToken: boolean;

  /** @param credentials texts that an answer might repeat. */
  constructor(operation: GatewayOperation, requestBody: string | null, credentials: readonly string[]) {
    this.#request = requestBody === null ? null : tryReadJson(requestBody);
    this.#sensitive = wholeWords([...credentials, ...personalTexts(this.#request)]);
    // In an authorization `token` is the bearer token; in a search it only names the payment page.
    this.#hidesToken = operation === 'authorize';
  }

  request(): unknown {
    return this.#json(this.#request);
  }

  /** The answer's JSON, or the beginning of what is none: enough to recognise a firewall's page. */
  response(answer: { json: JsonValue | null; text: string }): unknown {
    if (answer.json !== null) return this.#json(answer.json);
    // Redacted before it is cut, or the cut could leave half of a secret; made storable after it, for half a character.
    return storable(this.text(answer.text).slice(0, MAX_EXCERPT));
  }

  text(text: string): string {
    const clean = storable(text);
    return this.#sensitive === null ? clean : clean.replaceAll(this.#sensitive, REDACTED);
  }

  #json(value: JsonValue): unknown {
    if (typeof value === 'string') return this.text(value);
    if (value instanceof ExactNumber) return Number(value.text);
    if (isJsonArray(value)) return value.map((item) => this.#json(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      [...value].map(([key, member]) => [storable(key), this.#hides(key) ? REDACTED : this.#json(member)]),
    );
  }

  #hides(key: string): boolean {
    const name = key.toLowerCase();
    return SECRET_FIELDS.has(name) || name.startsWith('user') || (this.#hidesToken && name === 'token');
  }
}

function personalTexts(request: JsonValue | null): string[] {
  if (!isJsonObject(request)) return [];
  return PERSONAL_FIELDS.flatMap((field) => textOf(request.get(field)) ?? []);
}

/** Whole words only: a shopper called Ana must not blank half of a page address. */
function wholeWords(texts: readonly string[]): RegExp | null {
  const words = texts.filter((text) => text.length >= 3).map(escapeForRegExp);
  return words.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

function escapeForRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
