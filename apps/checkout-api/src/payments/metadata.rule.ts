import { characterCount } from '../requests/text.rules.js';

const MAX_ENTRIES = 20;
const MAX_NAME = 40;
const MAX_VALUE = 500;
const NAME = /^[\w.:-]{1,40}$/;

export const METADATA_SENTENCE = `$property must be a flat object of at most ${MAX_ENTRIES} texts of at most ${MAX_VALUE} characters; names have 1 to ${MAX_NAME} letters, digits or . : - _.`;

/** A flat map of texts. Values may have several lines: they are handed on, never shown. */
export function isMetadata(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return (
    entries.length <= MAX_ENTRIES &&
    entries.every(([name, text]) => NAME.test(name) && typeof text === 'string' && characterCount(text) <= MAX_VALUE)
  );
}
