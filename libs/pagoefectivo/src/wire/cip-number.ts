import { ExactNumber } from './exact-json.js';

/**
 * A CIP number in the one form we store and compare: digits without leading zeros. The API sends a number, the
 * notification a string, older senders pad with zeros to fourteen. `null` when it is not one to fourteen digits,
 * or only zeros.
 */
export function normalizeCip(value: unknown): string | null {
  const text = value instanceof ExactNumber ? value.text : typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,14}$/.test(text)) return null;
  const digits = text.replace(/^0+/, '');
  return digits === '' ? null : digits;
}
