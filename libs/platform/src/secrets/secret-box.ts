import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Secret } from '../config/secret.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text cannot be opened: the key is missing, or the text is not what was sealed. Never holds the text. */
export class SecretBoxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecretBoxError';
  }
}

/**
 * Encrypts secrets at rest with AES-256-GCM under named keys (invariant 9). A sealed text is
 * `k<8 hex of the key's SHA-256>:<base64url of nonce, ciphertext and tag>`: it says which key opens it, so that
 * keys can be rotated row by row. The name is authenticated with the text.
 */
export class SecretBox {
  /** The name of the key that `seal` uses. */
  readonly currentKeyName: string;
  readonly #current: Buffer;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /** `current` seals and opens, `previous` only opens. Throws RangeError unless each has 32 bytes. */
  constructor(keys: { current: Buffer; previous?: Buffer }) {
    const all = keys.previous === undefined ? [keys.current] : [keys.previous, keys.current];
    for (const key of all) {
      if (key.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes, not ${key.length}`);
    }
    this.#current = keys.current;
    this.#keys = new Map(all.map((key) => [nameOf(key), key]));
    this.currentKeyName = nameOf(keys.current);
  }

  /** The same from base64 text, as CHASQUI_MASTER_KEY and CHASQUI_MASTER_KEY_PREVIOUS carry it. */
  static fromBase64(keys: { current: string; previous?: string | null }): SecretBox {
    const current = Buffer.from(keys.current, 'base64');
    return keys.previous == null
      ? new SecretBox({ current })
      : new SecretBox({ current, previous: Buffer.from(keys.previous, 'base64') });
  }

  /** The same from `config.secrets`. Throws an Error when there is no master key: the app should have needed it. */
  static fromConfig(secrets: {
    readonly masterKey: Secret | null;
    readonly masterKeyPrevious: Secret | null;
  }): SecretBox {
    if (secrets.masterKey === null)
      throw new Error('CHASQUI_MASTER_KEY is missing: secrets cannot be opened without it.');
    return SecretBox.fromBase64({
      current: secrets.masterKey.reveal(),
      previous: secrets.masterKeyPrevious?.reveal() ?? null,
    });
  }

  /** Two seals of one text differ; nobody can tell from them that the texts are equal. */
  seal(plain: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#current, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(this.currentKeyName));
    const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.currentKeyName}:${sealed.toString('base64url')}`;
  }

  /** Throws SecretBoxError naming the key it lacks, or saying that the text was altered. */
  open(sealed: string): string {
    const { keyName, bytes } = parse(sealed);
    const key = this.#keys.get(keyName);
    if (key === undefined) {
      throw new SecretBoxError(
        `sealed with key ${keyName}, which is not among the keys here (${[...this.#keys.keys()].join(', ')}); ` +
          'give the key it was sealed with as CHASQUI_MASTER_KEY_PREVIOUS',
      );
    }
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(keyName));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return opened.toString('utf8');
    } catch {
      throw new SecretBoxError(`does not open with key ${keyName}: the sealed text was altered or cut`);
    }
  }

  /** Whether the text was sealed with the current key. The others need the previous key. */
  isCurrent(sealed: string): boolean {
    return parse(sealed).keyName === this.currentKeyName;
  }
}

function nameOf(key: Buffer): string {
  return `k${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

function parse(sealed: string): { keyName: string; bytes: Buffer } {
  const [, keyName, body] = /^(k[0-9a-f]{8}):([A-Za-z0-9_-]+)$/.exec(sealed) ?? [];
  const bytes = Buffer.from(body ?? '', 'base64url');
  if (keyName === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new SecretBoxError('is not a sealed text: it does not begin with a key name such as k1a2b3c4d:');
  }
  return { keyName, bytes };
}
