import { createHash } from 'node:crypto';

/**
 * The proof in an authorization request: SHA-256 (not HMAC), lower-case hex, over
 * `idService.accessKey.secretKey.dateRequest`. `dateRequest` is byte for byte the field of the body.
 */
export function hashString(input: {
  serviceId: string;
  accessKey: string;
  secretKey: string;
  dateRequest: string;
}): string {
  const text = [input.serviceId, input.accessKey, input.secretKey, input.dateRequest].join('.');
  return createHash('sha256').update(text).digest('hex');
}
