import { ExactNumber, readJson, type JsonObject, type JsonValue } from '#pagoefectivo';

/** A JSON object whose property names were folded to lower case: the service matches names without case (§1). */
export type WireObject = ReadonlyMap<string, JsonValue>;

/** null when the body is not a JSON object. Of names that differ only in case the last one counts. */
export function readWireBody(rawBody: Uint8Array): WireObject | null {
  try {
    // Numbers keep their digits, so that an amount of eighteen digits is refused for its size and not for its form.
    return asWireObject(readJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody)));
  } catch {
    return null;
  }
}

export function asWireObject(value: JsonValue | undefined): WireObject | null {
  if (!isObject(value)) return null;
  return new Map([...value].map(([name, member]) => [name.toLowerCase(), member]));
}

export function asWireList(value: JsonValue | undefined): readonly JsonValue[] | null {
  return isList(value) ? value : null;
}

/** Text, or a number by its digits; null for anything else. */
export function wireText(value: JsonValue | undefined): string | null {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'string' ? value : null;
}

/** Absent, null and empty are the same on this wire (§3). */
export function isAbsent(value: JsonValue | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}
