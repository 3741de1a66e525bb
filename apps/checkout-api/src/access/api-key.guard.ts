import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ProblemError } from '#platform';
import { ApiKeys } from '#payments';
import { problem } from '../problems/problem.js';
import { rememberCaller, ShopCaller } from './caller.js';

type Rejected = 'missing' | 'unknown' | 'revoked' | 'expired';

const SENTENCES: Record<Rejected, string> = {
  missing: 'Send the API key of your shop in the header "Authorization: Bearer <key>".',
  unknown: 'This API key is unknown: check that it is complete and for this system.',
  revoked: 'This API key has been revoked: use another one of your shop.',
  expired: 'This API key has expired: use another one of your shop.',
};

/** Lets in whoever has a valid API key, and tells the route whose it is. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = bearerKey(request.headers.authorization);
    if (key === null) throw unauthorized('missing');
    const verdict = await this.keys.authenticate(key);
    if (verdict.kind !== 'valid') throw unauthorized(verdict.kind);
    rememberCaller(request, new ShopCaller(verdict.keyId, verdict.shopId, verdict.livemode));
    return true;
  }
}

function bearerKey(header: string | undefined): string | null {
  const [, key] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  return key ?? null;
}

function unauthorized(why: Rejected): ProblemError {
  const challenge = why === 'missing' ? 'Bearer realm="chasqui"' : 'Bearer realm="chasqui", error="invalid_token"';
  return problem('unauthorized', SENTENCES[why], { headers: { 'www-authenticate': challenge } });
}
