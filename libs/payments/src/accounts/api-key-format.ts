import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 36;
/** Largest multiple of the alphabet's size in a byte: what lies above would make its first letters likelier. */
const FAIR_BELOW = 248;
/** Longer texts are nobody's key. */
export const MAX_KEY_LENGTH = 256;
const ADMIN_PREFIX = 'ck_admin_';

/** `ck_live_…` or `ck_test_…` with 36 random base62 characters (214 bits). */
export function newApiKey(livemode: boolean): string {
  return withRandom(modePrefix(livemode));
}

/** `ck_admin_…`, as random. It is of no mode: it moves no money. */
export function newAdminKey(): string {
  return withRandom(ADMIN_PREFIX);
}

/** Whether a key is meant for the administration; says nothing about its being valid. */
export function isAdminKey(key: string): boolean {
  return key.startsWith(ADMIN_PREFIX);
}

function withRandom(prefix: string): string {
  let random = '';
  while (random.length < RANDOM_LENGTH) {
    for (const byte of randomBytes(RANDOM_LENGTH)) {
      if (byte < FAIR_BELOW && random.length < RANDOM_LENGTH) random += ALPHABET[byte % ALPHABET.length];
    }
  }
  return `${prefix}${random}`;
}

/**
 * What is stored of a key. Plain SHA-256 suffices: a key is random, not a password that can be guessed. To look a key up
 * by its hash takes no comparison whose time tells anything about the key.
 */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** What a list shows: enough to tell keys apart, too little to guess one. */
export function apiKeyPrefix(key: string): string {
  const [made] = /^ck_(live|test|admin)_/.exec(key) ?? [];
  return key.slice(0, (made ?? '').length + 4);
}

/** The mode that a key claims; null for one that is not of our making. */
export function claimedLivemode(key: string): boolean | null {
  if (key.startsWith(modePrefix(true))) return true;
  return key.startsWith(modePrefix(false)) ? false : null;
}

function modePrefix(livemode: boolean): string {
  return livemode ? 'ck_live_' : 'ck_test_';
}
