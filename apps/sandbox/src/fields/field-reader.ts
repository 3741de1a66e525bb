import { invalidRequest, parseDuration, type FieldError } from '#platform';
import { parseAmountMinor } from '#pagoefectivo';
import { isStorable } from '../database/storable.js';
import { isRecord, parseJson } from './json.js';

/** What a rule makes of a field: its value, or a sentence about what is wrong with it. */
export type Verdict<T> = { value: T } | { wrong: string };
export type Rule<T> = (value: unknown) => Verdict<T>;

/** Reads the fields of one control-plane body and collects everything that is wrong with them. */
export class FieldReader {
  private readonly errors: FieldError[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly source: Readonly<Record<string, unknown>>) {}

  /** The value under `field`; undefined when the field is absent or wrong. `null` is the rule's to judge. */
  read<T>(field: string, rule: Rule<T>): T | undefined {
    this.known.add(field);
    if (!Object.hasOwn(this.source, field)) return undefined;
    const verdict = rule(this.source[field]);
    if ('value' in verdict) return verdict.value;
    this.errors.push({ field, code: 'wrong_value', message: `${field} ${verdict.wrong}` });
    return undefined;
  }

  /** Throws `invalid_request` with one entry per wrong or unknown field. Call it after the last `read`. */
  finish(): void {
    const unknown = Object.keys(this.source)
      .filter((field) => !this.known.has(field))
      .map((field) => ({
        field,
        code: 'unknown_field',
        message: `${field} is not known here; known are ${[...this.known].join(', ')}.`,
      }));
    const errors = [...this.errors, ...unknown];
    if (errors.length > 0) throw invalidRequest(errors);
  }
}

/** The JSON object in a body; `{}` for an empty body. Anything else is refused. */
export function readObject(rawBody: Buffer): Record<string, unknown> {
  if (rawBody.length === 0) return {};
  const parsed = parseJson(rawBody);
  if (isRecord(parsed)) return parsed;
  throw invalidRequest([{ field: 'body', code: 'wrong_type', message: 'The body is to be a JSON object.' }]);
}

export const flag: Rule<boolean> = (value) =>
  typeof value === 'boolean' ? { value } : { wrong: 'is to be true or false.' };

export const text =
  (maxLength: number): Rule<string> =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= maxLength && isStorable(value)
      ? { value }
      : { wrong: `is to be a text of 1 to ${maxLength} characters.` };

export const oneOf =
  <T extends string>(words: readonly T[]): Rule<T> =>
  (value) => {
    const word = words.find((candidate) => candidate === value);
    return word === undefined ? { wrong: `is to be one of ${words.join(', ')}.` } : { value: word };
  };

export const integer =
  (range: { min: number; max: number }): Rule<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max
      ? { value }
      : { wrong: `is to be a whole number from ${range.min} to ${range.max}.` };

export const share: Rule<number> = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? { value } : { wrong: 'is to be a number from 0 to 1.' };

/** ISO 8601 duration up to `max`, kept as text; a leading minus only where the field can run backwards. */
export const duration =
  (options: { max: string; signed?: boolean }): Rule<string> =>
  (value) => {
    const example = options.signed === true ? '"PT10M" or "-PT10M"' : '"PT2S"';
    const wrong = `is to be an ISO 8601 duration such as ${example}, ${options.max} at most.`;
    if (typeof value !== 'string') return { wrong };
    try {
      const ms = parseDuration(options.signed === true ? value.replace(/^-/, '') : value);
      return ms <= parseDuration(options.max) ? { value } : { wrong };
    } catch {
      return { wrong };
    }
  };

/** `"129.90"` → 12990n: more than nothing, at most two decimals. */
export const amount: Rule<bigint> = (value) => {
  const minor = parseAmountMinor(value);
  return minor !== null && minor > 0n ? { value: minor } : { wrong: 'is to be an amount such as "129.90".' };
};
