import { createHash, randomBytes } from 'node:crypto';

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

/** `pay_` + 26 characters: 48 bits of time, so that ids sort by creation, and 80 random bits. */
export function newId(prefix: string, now: Date): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(now.getTime(), 0, 6);
  return `${prefix}_${base32(Buffer.concat([time, randomBytes(11)]), 26)}`;
}

/** An id that only depends on what it names: the same event or case has the same id in every restored backup. */
export function derivedId(prefix: string, parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `${prefix}_${base32(digest, 26)}`;
}

/** 32 URL-safe random characters; nobody guesses a shopper's page. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}
