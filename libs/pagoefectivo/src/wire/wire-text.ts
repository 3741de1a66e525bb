import { ExactNumber, type JsonValue } from './exact-json.js';

/** A string, or a number by its digits: the wire uses either for codes and references. */
export function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return value instanceof ExactNumber ? value.text : null;
}

/** False for text that Postgres refuses in text or jsonb: a NUL character, or half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text with what Postgres refuses replaced by U+FFFD. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
