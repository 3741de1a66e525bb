import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The shop that a request speaks for, as its API key says. */
export class ShopCaller {
  constructor(
    readonly keyId: string,
    readonly shopId: string,
    readonly livemode: boolean,
  ) {}

  /** Who did it, for histories and the audit log. */
  get actor(): string {
    return `api_key:${this.keyId}`;
  }
}

/** Beside the request, because Fastify's request type is not ours to extend. */
const callers = new WeakMap<object, ShopCaller>();

export function rememberCaller(request: FastifyRequest, caller: ShopCaller): void {
  callers.set(request, caller);
}

/** The caller that `ApiKeyGuard` let in. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ShopCaller => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('a route asks for its caller and is not guarded by ApiKeyGuard');
  return caller;
});
