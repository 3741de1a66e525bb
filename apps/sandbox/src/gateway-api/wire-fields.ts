import { parseGatewayDate, type JsonValue } from '#pagoefectivo';
import { isStorable } from '../database/storable.js';
import type { WireFieldError } from './envelope.js';
import { isAbsent, wireText, type WireObject } from './wire-body.js';

/** A year that every zone can still write with four digits; later dates are refused like nonsense. */
const LAST_INSTANT = Date.UTC(2999, 0, 1);

/** Reads documented fields out of a request and collects the 112 (missing) and 113 (bad value) entries. */
export class WireFields {
  readonly errors: WireFieldError[] = [];

  constructor(private readonly body: WireObject) {}

  /** Text, or a number where integrations send one; null, absent and empty are the same (§3). */
  text(field: string, options: { required?: boolean; max: number; pattern?: RegExp }): string | null {
    const value = this.body.get(field.toLowerCase());
    if (isAbsent(value)) {
      if (options.required === true) this.missing(field);
      return null;
    }
    const text = wireText(value);
    if (text !== null && isAcceptable(text, options)) return text;
    this.wrong(field);
    return null;
  }

  date(field: string, options: { required?: boolean; after: Date }): Date | null {
    const text = this.text(field, { required: options.required ?? false, max: 40 });
    if (text === null) return null;
    const date = parseGatewayDate(text);
    if (date !== null && date.getTime() > options.after.getTime() && date.getTime() < LAST_INSTANT) return date;
    this.wrong(field);
    return null;
  }

  /** The value as it came; null, and an error, when there is none. */
  required(field: string): JsonValue {
    const value = this.body.get(field.toLowerCase());
    if (!isAbsent(value)) return value;
    this.missing(field);
    return null;
  }

  missing(field: string): void {
    this.errors.push({ code: '112', field });
  }

  wrong(field: string): void {
    this.errors.push({ code: '113', field });
  }
}

function isAcceptable(text: string, options: { max: number; pattern?: RegExp }): boolean {
  return text.length <= options.max && isStorable(text) && (options.pattern?.test(text) ?? true);
}
