import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RouteScope } from '#payments';
import { grants, isScope } from '#payments';
import { problem } from '../problems/problem.js';
import { callerOf } from './caller.js';
import { REQUIRED_SCOPE } from './scoped.decorator.js';

/** Lets a key do what its scopes say. A route that says nothing is a mistake, and closed. */
@Injectable()
export class ScopeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const needed = requiredScope(context.getHandler());
    if (needed === null) throw new Error(`${context.getHandler().name} declares no scope (@Scoped)`);
    const { scopes } = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (grants(scopes, needed)) return true;
    throw problem(
      'scope_missing',
      `This API key lacks the scope ${needed}: use a key that has it, or have one made (chasqui api-key create --scopes ${needed}).`,
      { extensions: { scope: needed } },
    );
  }
}

/** The scope that a route handler declares; null for none. */
export function requiredScope(handler: object): RouteScope | null {
  const scope: unknown = Reflect.getMetadata(REQUIRED_SCOPE, handler);
  return typeof scope === 'string' && isScope(scope) && scope !== '*' ? scope : null;
}
