import { amountToNumberText } from '../wire/amount.js';
import { ExactNumber, writeJson } from '../wire/exact-json.js';
import { readNotificationFields } from './notification.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const WHITESPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The bytes without the whitespace between JSON tokens; whitespace inside strings stays (a sender that strips
 * every space breaks on a value that has one, wire notes 12.2). Works on any bytes: in UTF-8 no byte of a longer
 * character looks like a quote, a backslash or a blank.
 */
export function compactJsonBytes(bytes: Uint8Array): Uint8Array {
  const compact = new Uint8Array(bytes.length);
  let length = 0;
  let inString = false;
  let escaped = false;
  for (const byte of bytes) {
    if (!inString && WHITESPACE.has(byte)) continue;
    if (escaped) escaped = false;
    else if (inString && byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) inString = !inString;
    compact[length] = byte;
    length += 1;
  }
  return compact.subarray(0, length);
}

/**
 * The text that some senders sign in place of the body: the five documented fields, the amount with two decimals
 * (wire notes 12.1). `null` when the body is no notification.
 */
export function canonicalNotificationText(rawBody: Uint8Array): string | null {
  const parsed = readNotificationFields(rawBody);
  if (parsed.kind !== 'ok') return null;
  const { eventType, operationNumber, cip, currency, amountMinor } = parsed.fields;
  const amount = new ExactNumber(amountToNumberText(amountMinor));
  return writeJson({ eventType, operationNumber, data: { cip, currency, amount } });
}
