import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ProblemError } from '#platform';
import { problem } from '../problems/problem.js';
import { rememberCaller, ShopCaller } from './caller.js';
import type { RequestKeyVerdict } from './request-keys.js';
import { RequestKeys } from './request-keys.js';

type Rejected = Exclude<RequestKeyVerdict['kind'], 'valid'>;

const SENTENCES: Record<Rejected, string> = {
  missing: 'Send the API key of your shop in the header "Authorization: Bearer <key>".',
  unknown: 'This API key is unknown: check that it is complete and for this system.',
  revoked: 'This API key has been revoked: use another one of your shop.',
  expired: 'This API key has expired: use another one of your shop.',
};

/** Lets in whoever has a valid API key, and tells the route whose it is. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(RequestKeys) private readonly keys: RequestKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const verdict = await this.keys.verdictOf(request);
    if (verdict.kind !== 'valid') throw unauthorized(verdict.kind);
    rememberCaller(request, new ShopCaller(verdict));
    return true;
  }
}

function unauthorized(why: Rejected): ProblemError {
  const challenge = why === 'missing' ? 'Bearer realm="chasqui"' : 'Bearer realm="chasqui", error="invalid_token"';
  return problem('unauthorized', SENTENCES[why], { headers: { 'www-authenticate': challenge } });
}
