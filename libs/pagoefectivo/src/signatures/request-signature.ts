import { hmacSha256, isSignedBy, signatureBytes } from './hmac.js';
import { readHeader, type HeaderRecord } from './headers.js';
import { formatTimestamp, isFresh, timestampSkewMs } from './timestamp.js';

/** What a request signature covers. `path` is the request target as sent; no body is the empty string. */
interface SignedRequest {
  secretKey: string;
  method: string;
  path: string;
  body: string | Uint8Array;
}

/**
 * The two headers that every request to the gateway carries (requirement R5, layout in wire notes 13.1):
 * HMAC-SHA256 over `timestamp.METHOD.path.body`. A contract that asks for another layout changes `signedParts`.
 */
export function signRequest(request: SignedRequest & { timestamp: Date }): {
  'PE-Timestamp': string;
  'PE-Signature': string;
} {
  const timestamp = formatTimestamp(request.timestamp);
  const signature = hmacSha256(request.secretKey, signedParts(request, timestamp));
  return { 'PE-Timestamp': timestamp, 'PE-Signature': signature.toString('hex') };
}

/**
 * The other side of `signRequest`, for the sandbox. `missing`: one of the headers is not there; `bad`: unreadable,
 * repeated or not signed with this key; `stale`: signed with it, but further from `now` than the tolerance
 * (300 s unless told).
 */
export function verifyRequestSignature(
  request: SignedRequest & { headers: HeaderRecord; now: Date; toleranceMs?: number },
): 'valid' | 'missing' | 'stale' | 'bad' {
  const timestamp = readHeader(request.headers, 'PE-Timestamp') ?? '';
  const header = readHeader(request.headers, 'PE-Signature') ?? '';
  if (timestamp === '' || header === '') return 'missing';
  const signature = signatureBytes(header);
  const skewMs = timestampSkewMs(timestamp, request.now);
  if (!signature || skewMs === null) return 'bad';
  if (!isSignedBy(request.secretKey, signature, signedParts(request, timestamp))) return 'bad';
  return isFresh(skewMs, request.toleranceMs) ? 'valid' : 'stale';
}

function signedParts(request: SignedRequest, timestamp: string): (string | Uint8Array)[] {
  return [`${timestamp}.${request.method.toUpperCase()}.${request.path}.`, request.body];
}
