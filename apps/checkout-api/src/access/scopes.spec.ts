import { RequestMethod } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '#payments';
import { CheckoutApiModule } from '../checkout-api.module.js';
import type { LonelyApi } from '../lonely-api.fixture.js';
import { startLonelyApi } from '../lonely-api.fixture.js';
import { requiredScope } from './scope.guard.js';

interface Route {
  readonly name: string;
  readonly handler: object;
  readonly method: string;
}

/** Every handler of every controller under `/v1`, as Nest itself finds them. */
function shopRoutes(): Route[] {
  const controllers = Reflect.getMetadata('controllers', CheckoutApiModule) as (new (...parts: never[]) => object)[];
  return controllers
    .filter((controller) => String(Reflect.getMetadata('path', controller)).startsWith('v1/'))
    .flatMap((controller) =>
      Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
        const handler: unknown = Reflect.get(controller.prototype, name);
        if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return [];
        const method = RequestMethod[Number(Reflect.getMetadata('method', handler))] ?? '';
        return [{ name: `${controller.name}.${name}`, handler, method }];
      }),
    );
}

describe('every route of /v1', () => {
  it('declares the scope that a key needs for it', () => {
    const routes = shopRoutes();
    expect(routes.length).toBeGreaterThan(15);
    expect(routes.filter(({ handler }) => requiredScope(handler) === null).map(({ name }) => name)).toEqual([]);
  });

  it('that only reads asks for a scope that only reads', () => {
    const reading = shopRoutes().filter(({ method }) => method === 'GET');
    for (const { name, handler } of reading)
      expect([name, requiredScope(handler)]).toEqual([name, expect.stringMatching(/:read$/)]);
  });
});

describe('an API key', () => {
  let api: LonelyApi;

  beforeAll(async () => {
    api = await startLonelyApi();
  });

  afterAll(() => api.close());

  it('does what its scopes say, and is told by name what it lacks', async () => {
    const { key } = await api.key({ scopes: ['payments:read', 'webhooks:write'] });
    expect((await api.call('GET', '/v1/payments', key)).status).toBe(200);
    expect((await api.call('GET', '/v1/webhook-endpoints', key)).status).toBe(200);
    for (const [method, path, scope] of [
      ['POST', '/v1/payments', 'payments:write'],
      ['GET', '/v1/events', 'events:read'],
      ['GET', '/v1/cases', 'cases:read'],
      ['GET', '/v1/stock-holds', 'stock:read'],
    ] as const) {
      const answer = await api.call(method, path, key);
      expect([path, answer.status, answer.body]).toMatchObject([path, 403, { code: 'scope_missing', scope }]);
      expect(answer.body['detail']).toContain(scope);
    }
  });

  it('with every scope, one by one, does what "*" does', async () => {
    const { key } = await api.key({ scopes: SCOPES.filter((scope) => scope !== '*') });
    for (const path of ['payments', 'cases', 'events', 'webhook-endpoints', 'stock-holds']) {
      expect((await api.call('GET', `/v1/${path}`, key)).status).toBe(200);
    }
  });

  it('of a disabled shop reads, and opens nothing new', async () => {
    const { key } = await api.key({});
    await api.database.query('update shop set disabled_at = now()');
    try {
      expect((await api.call('GET', '/v1/payments', key)).status).toBe(200);
      const order = { orderId: 'A-1', amount: '10.00', currency: 'PEN', customer: { email: 'rosa@example.pe' } };
      const answer = await api.call('POST', '/v1/payments', key, order);
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'shop_disabled' }]);
      expect(await api.database.query('select 1 from payment')).toEqual([]);
    } finally {
      await api.database.query('update shop set disabled_at = null');
    }
    // The key of the refused request is free: the same request does its work once the shop is enabled.
    const order = { orderId: 'A-1', amount: '10.00', currency: 'PEN', customer: { email: 'rosa@example.pe' } };
    expect((await api.call('POST', '/v1/payments', key, order)).body).toMatchObject({ code: 'gateway_unavailable' });
  });
});
