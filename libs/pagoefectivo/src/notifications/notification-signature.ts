import { hmacSha256, isSignedBy, signatureBytes } from '../signatures/hmac.js';
import { readHeader, type HeaderRecord } from '../signatures/headers.js';
import { formatTimestamp, isFresh, timestampSkewMs } from '../signatures/timestamp.js';
import { canonicalNotificationText, compactJsonBytes } from './signed-forms.js';

/** A secret that is currently valid; during a rotation there are two. The id is what the verdict names. */
export interface NotificationSecret {
  id: string;
  value: string;
}

export interface NotificationToVerify {
  /** The bytes as received. A body that was parsed and written again no longer verifies. */
  rawBody: Uint8Array;
  headers: HeaderRecord;
  secrets: readonly NotificationSecret[];
  now: Date;
  /** The account demands `PE-Timestamp`. Off by default: the documented sender has none. */
  requireTimestamp?: boolean;
  /** The account accepts the five-field text. Off by default: it leaves the other fields unsigned. */
  acceptCanonical?: boolean;
  /** 300 000 unless told; an unusable value means the default and never "no check". */
  toleranceMs?: number;
}

/**
 * `valid` tells which secret signed and in which form. `extrasAuthenticated: false` means that only the event,
 * operation, CIP, currency and amount are signed, not `transactionCode` or `paymentDate`.
 *
 * `stale` is genuine but not provably fresh: `skewMs` is how far its timestamp lies behind now (ahead: negative),
 * and infinite when the account demands a timestamp and the sender gave none.
 */
export type NotificationVerdict =
  | {
      kind: 'valid';
      secretId: string;
      form: 'raw' | 'timestamped' | 'compact' | 'canonical';
      extrasAuthenticated: boolean;
    }
  | { kind: 'stale'; secretId: string; skewMs: number }
  | { kind: 'unsigned' }
  | { kind: 'malformed_signature' }
  | { kind: 'bad_signature' };

/**
 * Checks `PE-Signature` (requirement R6, wire notes 13.2). With a `PE-Timestamp` only `timestamp.body` counts, so
 * a captured message cannot be given a new time; without one the raw bytes, then the bytes without whitespace
 * between tokens, then, where the account switched it on, the canonical text. Takes any input and never throws.
 */
export function verifyNotification(input: NotificationToVerify): NotificationVerdict {
  const header = readHeader(input.headers, 'PE-Signature') ?? '';
  if (header === '') return { kind: 'unsigned' };
  const signature = signatureBytes(header);
  if (!signature) return { kind: 'malformed_signature' };

  // An empty header counts too: whoever sends one has chosen the timestamped form.
  const timestamp = readHeader(input.headers, 'PE-Timestamp');
  if (timestamp !== null) return verifyTimestamped(input, signature, timestamp);

  const untimed = verifyUntimed(input, signature);
  if (untimed.kind === 'valid' && input.requireTimestamp === true) {
    return { kind: 'stale', secretId: untimed.secretId, skewMs: Number.POSITIVE_INFINITY };
  }
  return untimed;
}

function verifyTimestamped(input: NotificationToVerify, signature: Buffer, timestamp: string): NotificationVerdict {
  const skewMs = timestampSkewMs(timestamp, input.now);
  if (skewMs === null) return { kind: 'malformed_signature' };
  const secretId = signer(input, signature, [`${timestamp}.`, input.rawBody]);
  if (secretId === null) return { kind: 'bad_signature' };
  if (!isFresh(skewMs, input.toleranceMs)) return { kind: 'stale', secretId, skewMs };
  return { kind: 'valid', secretId, form: 'timestamped', extrasAuthenticated: true };
}

function verifyUntimed(input: NotificationToVerify, signature: Buffer): NotificationVerdict {
  const raw = signer(input, signature, [input.rawBody]);
  if (raw !== null) return { kind: 'valid', secretId: raw, form: 'raw', extrasAuthenticated: true };

  const compact = signer(input, signature, [compactJsonBytes(input.rawBody)]);
  if (compact !== null) return { kind: 'valid', secretId: compact, form: 'compact', extrasAuthenticated: true };

  const canonicalText = input.acceptCanonical === true ? canonicalNotificationText(input.rawBody) : null;
  const canonical = canonicalText === null ? null : signer(input, signature, [canonicalText]);
  if (canonical !== null) return { kind: 'valid', secretId: canonical, form: 'canonical', extrasAuthenticated: false };

  return { kind: 'bad_signature' };
}

/** The id of the secret that made the signature. */
function signer(
  input: NotificationToVerify,
  signature: Buffer,
  parts: readonly (string | Uint8Array)[],
): string | null {
  return input.secrets.find((secret) => isSignedBy(secret.value, signature, parts))?.id ?? null;
}

/**
 * Signs a notification as PagoEfectivo does, for the sandbox and for tests. With a timestamp the signed text is
 * `timestamp.body` and both headers come back.
 */
export function signNotification(
  rawBody: Uint8Array | string,
  secret: string,
  timestamp?: Date,
): { 'PE-Signature': string; 'PE-Timestamp'?: string } {
  if (timestamp === undefined) return { 'PE-Signature': hmacSha256(secret, [rawBody]).toString('hex') };
  const seconds = formatTimestamp(timestamp);
  return {
    'PE-Signature': hmacSha256(secret, [`${seconds}.`, rawBody]).toString('hex'),
    'PE-Timestamp': seconds,
  };
}
