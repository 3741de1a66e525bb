import { hash, randomBytes, randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Uint8Array, length: number): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return text;
}

/** Asking the system for eleven bytes costs as much as for some thousand. */
const POOL = Buffer.alloc(8_192);
let taken = POOL.length;

function random(count: number): Uint8Array {
  if (taken + count > POOL.length) {
    randomFillSync(POOL);
    taken = 0;
  }
  taken += count;
  return POOL.subarray(taken - count, taken);
}

const ID_LENGTH = 26;

/** `pay_` + 26 characters: 48 bits of time, so that ids sort by creation, and 80 random bits. */
export function newId(prefix: string, now: Date): string {
  const bytes = Buffer.allocUnsafe(17);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.set(random(11), 6);
  return `${prefix}_${base32(bytes, ID_LENGTH)}`;
}

/** When `newId` made this id; null for one that it did not make. */
export function timeOfId(id: string): Date | null {
  const [time] = /(?<=_)[0-9a-hjkmnp-tv-z]{10}(?=[0-9a-hjkmnp-tv-z]{16}$)/.exec(id) ?? [];
  if (time === undefined) return null;
  // Ten characters are fifty bits: 48 of time, and two that are random.
  return new Date(Math.floor([...time].reduce((value, digit) => value * 32 + ALPHABET.indexOf(digit), 0) / 4));
}

/** An id that only depends on what it names: the same event or case has the same id in every restored backup. */
export function derivedId(prefix: string, parts: readonly string[]): string {
  return `${prefix}_${base32(hash('sha256', JSON.stringify(parts), 'buffer'), ID_LENGTH)}`;
}

/**
 * What stands in the address of a shopper's page: the 26 characters of the payment's id, by which it is found, and 22
 * random ones (128 bits, base64url), which nobody guesses.
 */
export function newPageToken(paymentId: string): string {
  return paymentId.slice(-ID_LENGTH) + randomBytes(16).toString('base64url');
}

/** The payment that a page's token names, whether there is one or not; null for what `newPageToken` never makes. */
export function paymentOfPageToken(token: string): string | null {
  return /^[0-9a-hjkmnp-tv-z]{26}[\w-]{22}$/.test(token) ? `pay_${token.slice(0, ID_LENGTH)}` : null;
}
