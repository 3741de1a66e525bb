// @ts-check
import { randomBytes } from 'node:crypto';

/** Without I, L, O and U: read aloud at a counter, nothing is mistaken for something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 12;

/** @param {string} text */
export function isOrderId(text) {
  return /^IL-[0-9A-HJKMNP-TV-Z]{12}$/.test(text);
}

/**
 * Sixty random bits: whoever has the number may see the order's page, so nobody must be able to guess one. That page
 * shows what was bought and how it stands, never who bought it.
 */
export function newOrderId() {
  const letters = [...randomBytes(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `IL-${letters.join('')}`;
}
