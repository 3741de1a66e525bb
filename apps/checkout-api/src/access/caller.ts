import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The shop that a request speaks for, as its API key says. */
export class ShopCaller {
  readonly keyId: string;
  readonly shopId: string;
  readonly livemode: boolean;
  /** What the key may do. */
  readonly scopes: readonly string[];
  /** The shop takes no new payments. */
  readonly shopDisabled: boolean;

  constructor(key: Omit<ShopCaller, 'actor'>) {
    this.keyId = key.keyId;
    this.shopId = key.shopId;
    this.livemode = key.livemode;
    this.scopes = key.scopes;
    this.shopDisabled = key.shopDisabled;
  }

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

/** Whom `ApiKeyGuard` let in. */
export function callerOf(request: FastifyRequest): ShopCaller {
  const caller = callers.get(request);
  if (!caller) throw new Error('a route asks for its caller and is not guarded by ApiKeyGuard');
  return caller;
}

/** The caller that `ApiKeyGuard` let in. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ShopCaller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
