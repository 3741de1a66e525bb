import { ExactNumber } from './exact-json.js';

/** N(18,2): sixteen digits before the point, two after it. */
const MAX_AMOUNT_MINOR = 999_999_999_999_999_999n;

/** A float gives back any fifteen digits; with more, it may not tell one cent from the next. */
const MAX_EXACT_FLOAT = 9_999_999_999_999.99;

const decimal = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Minor units as the wire's number text: `12990n` → `129.90`. Always two decimals, as in the text that
 * PagoEfectivo signs.
 * @throws RangeError when the amount is negative or larger than N(18,2) can hold.
 */
export function amountToNumberText(amountMinor: bigint): string {
  if (amountMinor < 0n || amountMinor > MAX_AMOUNT_MINOR) {
    throw new RangeError(`${amountMinor} minor units do not fit an N(18,2) amount.`);
  }
  const digits = amountMinor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Minor units of an amount from the wire: a JSON number or a numeric string (both occur). `null` when it is
 * anything else, negative, finer than a cent or larger than N(18,2). A float that is too large to be exact is
 * `null` too: read such JSON with `readJson`, which keeps the digits.
 */
export function parseAmountMinor(value: unknown): bigint | null {
  const text = decimalText(value);
  const parts = text === null ? null : decimal.exec(text);
  if (!parts) return null;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  // Java's BigDecimal writes one hundred as 1E+2; moving the point is exact where a float would not be.
  const shift = Number(exponent) + 2 - fraction.length;
  let digits = (whole + fraction).replace(/^0+/, '');
  if (shift >= 0) {
    digits += digits === '' ? '' : '0'.repeat(shift);
  } else {
    const tail = digits.slice(shift);
    if (/[1-9]/.test(tail)) return null;
    digits = digits.slice(0, shift);
  }
  if (digits.length > 18) return null;
  return BigInt(digits === '' ? '0' : digits);
}

function decimalText(value: unknown): string | null {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'string') return value.length > 64 ? null : value.trim();
  if (typeof value === 'number' && Math.abs(value) <= MAX_EXACT_FLOAT) return String(value);
  return null;
}
