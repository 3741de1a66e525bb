import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type AdminKeys, isAdminKey, type Operator } from '#payments';
import { problem } from '../problems.js';
import { actorOf } from '../session/current-operator.js';

/** Routes of the administration: merchants, shops, keys, accounts. */
export function isAdministration(route: string): boolean {
  return route.startsWith('/api/admin/');
}

/** How the holder of the key in an Authorization header stands in the audit log; throws 401 when it opens nothing. */
export async function administratorByKey(authorization: string, keys: AdminKeys): Promise<string> {
  const challenge = { 'WWW-Authenticate': 'Bearer realm="chasqui-admin"' };
  const [, key] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (key === undefined || !isAdminKey(key)) {
    const mend = 'Send an admin key in the header "Authorization: Bearer ck_admin_…" (chasqui admin-key create).';
    throw problem('admin_key_refused', mend, challenge);
  }
  const verdict = await keys.authenticate(key);
  switch (verdict.kind) {
    case 'valid':
      return `admin_key:${verdict.keyId}`;
    case 'unknown':
    case 'revoked':
    case 'expired':
      throw problem('admin_key_refused', `This admin key is ${verdict.kind}: have another one made.`, challenge);
  }
}

/** The same for whoever is signed in; throws 403 for everybody but admins. */
export function administratorBySession(operator: Operator): string {
  if (operator.role === 'admin') return actorOf(operator);
  throw problem('role_insufficient', 'Shops, keys and accounts are managed by admins alone: ask one.');
}

/** How whoever administers stands in the audit log; every route that asks is behind `guardRequests`. */
export const Administrator = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { administrator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (administrator === null) throw new Error('a route of the administration is not guarded');
  return administrator;
});
