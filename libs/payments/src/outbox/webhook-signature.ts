import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Schemes of Standard Webhooks: `v1` with a secret that both sides know, `v1a` with a key that only we have. */
export const SIGNATURE_SCHEMES = ['hmac-sha256', 'ed25519'] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

export interface SigningSecret {
  /** `whsec_…`, or `whsk_…` for ed25519, which never leaves us. */
  readonly secret: string;
  /** `whpk_…` to check ed25519 signatures with; null for HMAC. */
  readonly publicKey: string | null;
}

const HMAC_BYTES = 32;
const HMAC_PREFIX = 'whsec_';
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
/** What DER puts before the 32 bytes of an ed25519 private key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export function newSigningSecret(scheme: SignatureScheme): SigningSecret {
  switch (scheme) {
    case 'hmac-sha256':
      return { secret: `${HMAC_PREFIX}${randomBytes(HMAC_BYTES).toString('base64')}`, publicKey: null };
    case 'ed25519': {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      return {
        secret: `${PRIVATE_PREFIX}${rawOf(privateKey, 'd').toString('base64')}`,
        publicKey: `${PUBLIC_PREFIX}${rawOf(publicKey, 'x').toString('base64')}`,
      };
    }
  }
}

/**
 * The headers of a Standard Webhooks message, one signature per secret. Throws when a secret is none.
 *
 * The timestamp is the system's time on purpose: receivers hold it against their own clocks and refuse what is five
 * minutes off, while business time may be a shifted sandbox clock.
 */
export function signedHeaders(message: {
  readonly id: string;
  /** Signed byte for byte. */
  readonly body: string;
  readonly secrets: readonly string[];
}): Record<string, string> {
  const sentAt = new Date();
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': message.secrets.map((secret) => signatureOf(secret, { ...message, sentAt })).join(' '),
  };
}

function signatureOf(secret: string, { id, body, sentAt }: { id: string; body: string; sentAt: Date }): string {
  if (!secret.startsWith(PRIVATE_PREFIX)) return new Webhook(secret).sign(id, sentAt, body);
  const seed = Buffer.from(secret.slice(PRIVATE_PREFIX.length), 'base64');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const signed = Buffer.from(`${id}.${Math.floor(sentAt.getTime() / 1000)}.${body}`);
  return `v1a,${sign(null, signed, key).toString('base64')}`;
}

/** `whpk_…` as PEM, for tools that take no other form, such as openssl. Throws when it is none. */
export function publicKeyToPem(publicKey: string): string {
  if (!publicKey.startsWith(PUBLIC_PREFIX)) throw new Error(`a public key begins with ${PUBLIC_PREFIX}`);
  const x = Buffer.from(publicKey.slice(PUBLIC_PREFIX.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** The 32 bytes of an ed25519 key. */
function rawOf(key: KeyObject, part: 'd' | 'x'): Buffer {
  const value = key.export({ format: 'jwk' })[part];
  if (value === undefined) throw new Error('an ed25519 key without its bytes');
  return Buffer.from(value, 'base64url');
}
