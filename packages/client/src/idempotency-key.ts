import type { KeyedCallOptions } from './call-options.js';

/** The options with a key: the caller's own, or one that no other call has. Held against the API's rules before it is sent. */
export function withKey(options: KeyedCallOptions): KeyedCallOptions & { readonly idempotencyKey: string } {
  const { idempotencyKey = crypto.randomUUID() } = options;
  if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
    throw new TypeError('idempotencyKey must be 1 to 255 printable ASCII characters, such as a UUID.');
  }
  return { ...options, idempotencyKey };
}
