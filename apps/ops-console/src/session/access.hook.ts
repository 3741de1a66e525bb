import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { AdminKeys, Operator, Operators } from '#payments';
import { administratorByKey, administratorBySession, isAdministration } from '../admin/administrator.js';
import { problem } from '../problems.js';
import { sessionTokenOf } from './session.cookie.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null outside of the API and the queue dashboard, and while signing in. */
    operator: Operator | null;
    /** How whoever administers stands in the audit log; null outside of the administration. */
    administrator: string | null;
  }
}

const SIGN_IN = '/api/login';
/** Whoever may look may also leave. */
const SIGN_OUT = '/api/logout';

/**
 * The one door to everything but the pages themselves: the API and the queue dashboard. Answers 403 to what another
 * site's page sent, 401 without a session, and 403 to a viewer who would change something. The administration takes admins
 * alone, and programs with an admin key.
 */
export function guardRequests(
  fastify: FastifyInstance<Server>,
  { operators, adminKeys }: { operators: Operators; adminKeys: AdminKeys },
): void {
  fastify.decorateRequest('operator', null);
  fastify.decorateRequest('administrator', null);
  fastify.addHook('onRequest', async (request, reply) => {
    // The matched route, not the path: however a path is spelt, it is the route that answers it.
    const route = request.routeOptions.url ?? '';
    if (!route.startsWith('/api/') && !isDashboard(route)) return undefined;
    const administers = isAdministration(route);
    // A key comes from a program: no browser sends it by itself, so no other site can make one do so.
    if (administers && request.headers.authorization !== undefined) {
      request.administrator = await administratorByKey(request.headers.authorization, adminKeys);
      return undefined;
    }
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (changes) refuseOtherSites(request);
    if (route === SIGN_IN) return undefined;
    const token = sessionTokenOf(request);
    const operator = token === null ? null : await operators.session(token);
    // A person who opens the dashboard is led to where one signs in; a script is told.
    if (!operator && isDashboard(route) && request.headers.accept?.includes('text/html'))
      return reply.redirect('/', 303);
    if (!operator) throw problem('not_signed_in', 'Sign in first: there is no session, or it has ended.');
    if (changes && route !== SIGN_OUT && operator.role === 'viewer') {
      throw problem('role_insufficient', 'A viewer may look at everything and change nothing: ask an operator.');
    }
    if (administers) request.administrator = administratorBySession(operator);
    request.operator = operator;
    return undefined;
  });
}

function isDashboard(route: string): boolean {
  return route === '/queues' || route.startsWith('/queues/');
}

/**
 * Every browser says where a state-changing request comes from: in Sec-Fetch-Site, and where it does not (plain http),
 * in Origin. A client that sends neither is no browser, and no page of another site can make it act. With the cookie's
 * SameSite=Strict this is the console's protection against cross-site requests; it needs no token, so that the queue
 * dashboard, which knows of none, is under it too.
 */
function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const { origin } = request.headers;
  if (site === undefined && origin === undefined) return;
  if (site === undefined && origin !== undefined && hostOf(origin) === request.headers.host?.toLowerCase()) return;
  throw problem('cross_site_request', "Another site's page sent this: open the console itself.");
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
