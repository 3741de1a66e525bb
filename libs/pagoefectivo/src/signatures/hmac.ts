import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 over the parts one after the other; text counts as UTF-8. */
export function hmacSha256(secret: string, parts: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** The 32 bytes of a signature header, in either hex case (wire notes 12.3); `null` when it is not one. */
export function signatureBytes(header: string): Buffer | null {
  return /^[0-9a-f]{64}$/i.test(header) ? Buffer.from(header, 'hex') : null;
}

/** Compares in constant time. */
export function isSignedBy(secret: string, signature: Buffer, parts: readonly (string | Uint8Array)[]): boolean {
  // Anybody can sign with the empty key, so a secret that was left empty signs nothing.
  return secret !== '' && timingSafeEqual(signature, hmacSha256(secret, parts));
}
