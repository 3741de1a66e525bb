import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { SandboxCredentials } from '../credentials.js';
import { isRecord, parseJson } from '../fields/json.js';

/** The merchant code that the real service answers as `codeService` and puts into the token as `sub`. */
export const CODE_SERVICE = 'CHQ';

/** The HS256 tokens of `POST /v1/authorizations`, with the claims seen in real ones (§2). They need no storage. */
export class BearerTokens {
  private readonly key: Buffer;

  constructor(private readonly credentials: SandboxCredentials) {
    this.key = createHash('sha256').update(`sandbox token key.${credentials.secretKey}`).digest();
  }

  issue(expiresAt: Date): string {
    const head = encode({ alg: 'HS256', typ: 'JWT' });
    const claims = encode({
      sub: CODE_SERVICE,
      nameid: this.credentials.serviceId,
      jti: randomUUID(),
      exp: Math.floor(expiresAt.getTime() / 1_000),
    });
    return `${head}.${claims}.${this.sign(`${head}.${claims}`).toString('base64url')}`;
  }

  /** `header` is the whole `Authorization` header. */
  verify(header: string | undefined, now: Date): 'valid' | 'missing' | 'bad' | 'expired' {
    if (header === undefined) return 'missing';
    const [, head, claims, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header) ?? [];
    if (head === undefined || claims === undefined || signature === undefined) return 'bad';
    const given = Buffer.from(signature, 'base64url');
    const expected = this.sign(`${head}.${claims}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'bad';
    const content = parseJson(Buffer.from(claims, 'base64url'));
    const expiresAt = isRecord(content) ? content['exp'] : undefined;
    return typeof expiresAt === 'number' && expiresAt * 1_000 > now.getTime() ? 'valid' : 'expired';
  }

  private sign(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
