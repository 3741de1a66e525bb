import type { FastifyRequest } from 'fastify';
import type { ApiKeys, ApiKeyVerdict } from '#payments';

export type RequestKeyVerdict = ApiKeyVerdict | { readonly kind: 'missing' };

/** Whose API key a request carries. Asked once per request, however many want to know. */
export class RequestKeys {
  private readonly verdicts = new WeakMap<FastifyRequest, Promise<RequestKeyVerdict>>();

  constructor(private readonly keys: ApiKeys) {}

  verdictOf(request: FastifyRequest): Promise<RequestKeyVerdict> {
    const known = this.verdicts.get(request);
    if (known) return known;
    const key = bearerKey(request);
    const verdict = key === null ? Promise.resolve({ kind: 'missing' } as const) : this.keys.authenticate(key);
    this.verdicts.set(request, verdict);
    return verdict;
  }
}

/** The text behind `Authorization: Bearer`; null where there is none. */
export function bearerKey(request: FastifyRequest): string | null {
  const [, key] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  return key ?? null;
}
