/**
 * JSON whose numbers keep their digits.
 *
 * `JSON.parse` turns 9999999999999999.99 into a float and `JSON.stringify` turns 100.00 into 100. Amounts on this
 * wire are N(18,2) and are signed as text, so both directions go through the source text of each number instead.
 */

/** A JSON number as it is spelled: `100.00` stays `100.00`. */
export class ExactNumber {
  /** @throws RangeError when the text is not a JSON number. */
  constructor(readonly text: string) {
    if (!jsonNumber.test(text)) throw new RangeError(`"${text}" is not a JSON number.`);
  }
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What `readJson` gives. Objects are maps, so that a key such as `__proto__` is only a key. */
export type JsonValue = string | boolean | null | ExactNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** What `writeJson` takes. A property that is `undefined` is left out. */
export type WritableJson =
  | string
  | number
  | boolean
  | null
  | ExactNumber
  | readonly WritableJson[]
  | { readonly [key: string]: WritableJson | undefined };

const MAX_DEPTH = 64;

/**
 * Reads JSON text; of a repeated key the last one counts, as in `JSON.parse`.
 * @throws SyntaxError when the text is not JSON, or nested deeper than 64 levels.
 */
export function readJson(text: string): JsonValue {
  // The grammar is JSON.parse's business; the reader below only walks a text that is known to be valid.
  JSON.parse(text);
  return new Reader(text).value(0);
}

/** `null` instead of an exception. */
export function tryReadJson(text: string): JsonValue | null {
  try {
    return readJson(text);
  } catch {
    return null;
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** JSON text without whitespace; an ExactNumber is written as it is spelled. */
export function writeJson(value: WritableJson): string {
  if (value instanceof ExactNumber) return value.text;
  if (isWritableArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function isWritableArray(value: WritableJson): value is readonly WritableJson[] {
  return Array.isArray(value);
}

const WHITESPACE = new Set([' ', '\t', '\n', '\r']);
const DELIMITERS = new Set([',', ']', '}', ...WHITESPACE]);

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new SyntaxError(`JSON is nested deeper than ${MAX_DEPTH} levels.`);
    switch (this.#peek()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#literal();
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at += 1;
    while (this.#peek() !== '}') {
      this.#skip(',');
      this.#peek();
      const key = this.#string();
      this.#skip(':');
      members.set(key, this.value(depth + 1));
    }
    this.#at += 1;
    return members;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#at += 1;
    while (this.#peek() !== ']') {
      this.#skip(',');
      items.push(this.value(depth + 1));
    }
    this.#at += 1;
    return items;
  }

  #string(): string {
    const start = this.#at;
    const end = this.text.indexOf('"', start + 1);
    const plain = this.text.slice(start + 1, end);
    if (!plain.includes('\\')) {
      this.#at = end + 1;
      return plain;
    }
    this.#at += 1;
    while (this.text[this.#at] !== '"') this.#at += this.text[this.#at] === '\\' ? 2 : 1;
    this.#at += 1;
    return String(JSON.parse(this.text.slice(start, this.#at)));
  }

  #literal(): ExactNumber | boolean | null {
    const start = this.#at;
    while (this.#at < this.text.length && !DELIMITERS.has(this.text.charAt(this.#at))) this.#at += 1;
    const literal = this.text.slice(start, this.#at);
    if (literal === 'null') return null;
    if (literal === 'true' || literal === 'false') return literal === 'true';
    return new ExactNumber(literal);
  }

  /** The next character that is not whitespace. */
  #peek(): string {
    while (WHITESPACE.has(this.text.charAt(this.#at))) this.#at += 1;
    return this.text.charAt(this.#at);
  }

  #skip(punctuation: string): void {
    if (this.#peek() === punctuation) this.#at += 1;
  }
}
