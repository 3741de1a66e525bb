import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, SystemClock } from '#platform';
import type { ChasquiConfig } from '#platform';
import type { TestDatabase } from '#testing';
import { RecordedLog, testDatabase } from '#testing';
import type { CheckoutApi } from './app.js';
import { createCheckoutApi } from './app.js';
import { CreatePaymentRequest } from './payments/create-payment.request.js';

const API_KEY = 'ck_test_app_spec_0123456789abcdef';
const NOBODYS_PAGE = `${'0'.repeat(26)}${'T'.repeat(22)}`;

interface Operation {
  security?: unknown[];
  responses: Record<string, unknown>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, unknown>;
  components: { schemas: Record<string, { properties?: Record<string, { example?: unknown }>; required?: string[] }> };
}

/** The app alone, as its own process runs it; no gateway answers. */
describe('the checkout API on its own', () => {
  let database: TestDatabase;
  let config: ChasquiConfig;
  let log: RecordedLog;
  let api: CheckoutApi;

  beforeAll(async () => {
    database = await testDatabase();
    config = loadConfig(environment(database.url), 'app', ['masterKey']);
    log = new RecordedLog();
    api = await createCheckoutApi(config, { clock: new SystemClock(), log });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${api.url}${path}`, { headers });
  const withKey = { authorization: `Bearer ${API_KEY}` };

  async function document(): Promise<Document> {
    const answer = await get('/openapi.json');
    expect(answer.headers.get('content-type')).toContain('application/json');
    return (await answer.json()) as Document;
  }

  describe('starting', () => {
    it('seeds account and key from the environment, and says what differs the next time', async () => {
      expect((await get('/v1/payments', withKey)).status).toBe(200);
      const differing = loadConfig(
        {
          ...environment(database.url),
          PAGOEFECTIVO_ID_SERVICE: '4321',
          CHASQUI_API_KEY: 'ck_live_for_real_money_0123456789',
        },
        'app',
        ['masterKey'],
      );
      const again = new RecordedLog();
      const second = await createCheckoutApi(differing, { clock: new SystemClock(), log: again });
      await second.close();
      expect(again.matching('PAGOEFECTIVO_ID_SERVICE says 4321')).toHaveLength(1);
      expect(again.matching('CHASQUI_API_KEY is not used')).toHaveLength(1);
    });

    it('refuses a database that is not migrated, and leaves nothing open', async () => {
      const empty = await testDatabase({ schema: 'empty' });
      try {
        const unmigrated = loadConfig(environment(empty.url), 'app', ['masterKey']);
        await expect(createCheckoutApi(unmigrated, { clock: new SystemClock(), log })).rejects.toThrow(
          'npm run migrate',
        );
        expect(await empty.connections('checkout-api')).toBe(0);
      } finally {
        await empty.drop();
      }
    });

    it('needs a master key', () => {
      const { CHASQUI_MASTER_KEY: _key, ...without } = environment(database.url);
      expect(() => loadConfig(without, 'app', ['masterKey'])).toThrow(ConfigError);
    });

    it('is ready with its database alone', async () => {
      const answer = await get('/readyz');
      expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', checks: { database: 'ok' } }]);
    });

    it('puts the port it got into the address of its pages', () => {
      expect(config.http.ports.checkoutApi).toBe(0);
      expect(new URL(api.url).port).not.toBe('0');
    });
  });

  describe('authentication', () => {
    it('stands before every route of /v1', async () => {
      const { paths } = await document();
      const routes = Object.entries(paths).filter(([path]) => path.startsWith('/v1/'));
      expect(routes.length).toBeGreaterThan(10);
      for (const [path, operations] of routes) {
        for (const [method, operation] of Object.entries(operations)) {
          const url = `${api.url}${path.replace('{id}', `pay_${'0'.repeat(26)}`)}`;
          const answer = await fetch(url, { method: method.toUpperCase() });
          const body = (await answer.json()) as { code: string; detail: string };
          expect([path, method, answer.status, body.code]).toEqual([path, method, 401, 'unauthorized']);
          expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="chasqui"');
          expect(answer.headers.get('content-type')).toBe('application/problem+json');
          expect(operation.security).toEqual([{ bearer: [] }]);
          expect(Object.keys(operation.responses)).toContain('401');
        }
      }
    });

    it.each([
      ['Bearer unknown-key-0123456789', 'unknown'],
      [`Basic ${API_KEY}`, 'Authorization: Bearer'],
      [API_KEY, 'Authorization: Bearer'],
      ['Bearer', 'Authorization: Bearer'],
      [`Bearer ${API_KEY} more`, 'Authorization: Bearer'],
    ])('refuses %s with a sentence', async (authorization, says) => {
      const answer = await get('/v1/payments', { authorization });
      expect(answer.status).toBe(401);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ detail: expect.stringContaining(says) });
      expect(text).not.toContain('0123456789');
    });

    it('takes the scheme in any case, and says what became of a key that is no longer good', async () => {
      expect((await get('/v1/payments', { authorization: `bearer ${API_KEY}` })).status).toBe(200);
      await database.query('update api_key set revoked_at = now()');
      const answer = await get('/v1/payments', withKey);
      await database.query('update api_key set revoked_at = null');
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('revoked') });
    });
  });

  describe('paths', () => {
    it.each([
      '/v1/payments/nothing',
      '/v1/payments/pay_%00',
      `/v1/payments/${'a'.repeat(200)}`,
      '/v1/payments/pay_06C9X2V4K8M0Q1R3S5T7W9Y0Z2',
      `/v1/payments/pay_${'0'.repeat(26)}`,
      `/v1/cases/case_${'0'.repeat(26)}`,
      `/v1/events/evt_${'0'.repeat(26)}`,
      `/v1/webhook-endpoints/we_${'0'.repeat(26)}`,
      '/v1/webhook-endpoints/%27%20or%201=1',
      '/v1/nothing',
    ])('%s are not found', async (path) => {
      const answer = await get(path, withKey);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not_found']);
    });
  });

  describe('a body', () => {
    const post = async (body: string | undefined, type = 'application/json') => {
      const answer = await fetch(`${api.url}/v1/payments`, {
        method: 'POST',
        headers: { ...withKey, 'content-type': type, 'idempotency-key': 'body' },
        ...(body === undefined ? {} : { body }),
      });
      const problem = (await answer.json()) as { code: string; errors?: { field: string; code: string }[] };
      return {
        status: answer.status,
        code: problem.code,
        errors: problem.errors?.map(({ field, code }) => [field, code]),
      };
    };
    const required = ['orderId', 'amount', 'currency', 'customer'].map((field) => [field, 'required']);

    it.each<[string, string | undefined, unknown[][]]>([
      ['none', undefined, required],
      ['an empty object', '{}', required],
      ['a list', '[]', [['body', 'wrong_type']]],
      ['broken JSON', '{"orderId":', [['body', 'invalid_json']]],
      ['a null character', String.raw`{"orderId":"A\u0000"}`, [['orderId', 'wrong_format']]],
      [
        'half a character',
        String.raw`{"customer":{"email":"a\ud83d@example.pe"}}`,
        [['customer.email', 'wrong_format']],
      ],
      ['a half character in an unknown field', String.raw`{"x":["\udc00"]}`, [['x[0]', 'wrong_format']]],
      ['a name that breaks objects', '{"metadata":{"constructor":"x"}}', [['metadata', 'unknown_field']]],
      [
        'endless nesting',
        `{"metadata":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
        [[expect.any(String), 'wrong_type']],
      ],
    ])('that is or has %s is refused by name', async (_what, body, errors) => {
      expect(await post(body)).toEqual({ status: 400, code: 'invalid_request', errors });
    });

    it('of another type or too large is refused', async () => {
      expect(await post('<order/>', 'text/xml')).toMatchObject({ status: 415, code: 'unsupported_media_type' });
      expect(await post(`{"description":"${'x'.repeat(300_000)}"}`)).toMatchObject({
        status: 413,
        code: 'body_too_large',
      });
    });
  });

  describe('the payment page of nobody', () => {
    it.each(['nothing', NOBODYS_PAGE, '%00', '..%2f..', 'a'.repeat(200)])(
      'for %s is a page that says so',
      async (token) => {
        const answer = await get(`/pay/${token}`);
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(await answer.text()).toContain('No encontramos este pago');
        const status = await get(`/pay/${token}/status`);
        expect(status.status).toBe(404);
        expect(await status.json()).toMatchObject({ code: 'not_found' });
      },
    );

    it('is kept from caches, other sites and other scripts', async () => {
      const first = await get('/pay/nothing');
      const policy = first.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src data:");
      expect(policy).not.toMatch(/unsafe|nonce|https?:/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(first.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(first.headers.get('cache-control')).toBe('no-store');
      expect(first.headers.get('referrer-policy')).toBe('no-referrer');
      expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    });

    it('loads its files under names that change with them, to be kept for ever', async () => {
      const page = await (await get('/pay/nothing')).text();
      const names = [...page.matchAll(/(?:href|src)="(assets\/[^"]+)"/g)].map(([, name]) => name);
      expect(names).toHaveLength(2);
      for (const name of names) {
        expect(name).toMatch(/^assets\/[\w-]{16}\.(css|js)$/);
        const answer = await get(`/pay/${name}`);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        expect(answer.headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/);
        expect((await answer.text()).length).toBeGreaterThan(1000);
      }
      const former = await get('/pay/assets/0123456789abcdef.css');
      expect([former.status, former.headers.get('cache-control')]).toEqual([200, 'no-store']);
      for (const other of ['assets/pay-page.css', 'assets/..%2fpay-page.controller.ts', 'assets/x.js']) {
        const answer = await get(`/pay/${other}`);
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
      }
    });

    it('is in English for those who ask for it', async () => {
      expect(await (await get('/pay/nothing?lang=en')).text()).toContain('We cannot find this payment');
      expect(await (await get('/pay/nothing?lang=en')).text()).toContain('We cannot');
    });
  });

  it('tells a shopper in words when the database is gone, and the log why', async () => {
    const broken = await testDatabase();
    const alone = await createCheckoutApi(loadConfig(environment(broken.url), 'app', ['masterKey']), {
      clock: new SystemClock(),
      log,
    });
    try {
      await broken.query('alter table payment rename to payment_away');
      const answer = await fetch(`${alone.url}/pay/${NOBODYS_PAGE}`);
      expect(answer.status).toBe(500);
      expect(answer.headers.get('content-type')).toContain('text/html');
      const page = await answer.text();
      expect(page).toContain('Algo falló de nuestro lado');
      expect(page).not.toContain('relation');
      expect(log.matching('a payment page could not be shown')).toHaveLength(1);
    } finally {
      await alone.close();
      await broken.drop();
    }
  });

  describe('/openapi.json', () => {
    it('describes every route; what is said of each, test/contract holds to its rules', async () => {
      const { openapi, paths, webhooks } = await document();
      expect(openapi).toMatch(/^3\.1\./);
      expect(Object.keys(paths).sort()).toEqual([
        '/pay/{token}',
        '/pay/{token}/calendar.ics',
        '/pay/{token}/status',
        '/v1/cases',
        '/v1/cases/{id}',
        '/v1/cases/{id}/resolve',
        '/v1/deliveries/{id}',
        '/v1/deliveries/{id}/redeliver',
        '/v1/deliveries/{id}/resolve',
        '/v1/events',
        '/v1/events/{id}',
        '/v1/payments',
        '/v1/payments/{id}',
        '/v1/payments/{id}/cancel',
        '/v1/payments/{id}/check',
        '/v1/payments/{id}/extend',
        '/v1/payments/{id}/instructions',
        '/v1/payments/{id}/refunds',
        '/v1/payments/{id}/reissue',
        '/v1/payments/{id}/timeline',
        '/v1/refunds/{id}',
        '/v1/stock-holds',
        '/v1/webhook-endpoints',
        '/v1/webhook-endpoints/{id}',
        '/v1/webhook-endpoints/{id}/deliveries',
        '/v1/webhook-endpoints/{id}/redeliver',
        '/v1/webhook-endpoints/{id}/rotate-secret',
        '/v1/webhook-endpoints/{id}/statistics',
        '/v1/webhook-endpoints/{id}/test',
      ]);
      expect(Object.keys(webhooks)).toEqual(['event']);
    });

    it('gives an example of an order that is one', async () => {
      const { components } = await document();
      const properties = components.schemas[CreatePaymentRequest.name]?.properties ?? {};
      const customer = components.schemas['CustomerRequest']?.properties ?? {};
      const item = components.schemas['ItemRequest']?.properties ?? {};
      const order = {
        ...examplesOf(properties),
        currency: 'PEN',
        customer: { ...examplesOf(customer), documentType: 'DNI' },
        items: [examplesOf(item)],
        expiresAt: undefined,
      };
      const answer = await fetch(`${api.url}/v1/payments`, {
        method: 'POST',
        headers: { ...withKey, 'content-type': 'application/json', 'idempotency-key': 'documented' },
        body: JSON.stringify(order),
      });
      // Nobody listens where the gateway should be; but the order was taken for one.
      expect([answer.status, await answer.json()]).toMatchObject([502, { code: 'gateway_unavailable' }]);
      expect(components.schemas[CreatePaymentRequest.name]?.required).toEqual([
        'orderId',
        'amount',
        'currency',
        'customer',
      ]);
    });
  });

  describe('/docs', () => {
    it('is a page with everything it needs, and may load nothing else', async () => {
      for (const path of ['/docs', '/docs/']) {
        const answer = await get(path);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toContain('text/html');
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
        expect(await answer.text()).not.toMatch(/(?:src|href)=["']https?:/);
      }
      for (const file of [
        'swagger-ui.css',
        'swagger-ui-bundle.js',
        'swagger-ui-standalone-preset.js',
        'swagger-ui-init.js',
      ]) {
        expect([file, (await get(`/docs/${file}`)).status]).toEqual([file, 200]);
      }
      expect(await (await get('/docs/swagger-ui-init.js')).text()).toContain('"validatorUrl": null');
    });

    it('serves no file beside them', async () => {
      for (const path of ['/docs/../app.ts', '/docs/..%2f..%2fpackage.json', '/docs/nothing.js']) {
        expect((await get(path)).status).toBe(404);
      }
    });
  });
});

function environment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    CHECKOUT_API_PORT: '0',
    WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8',
    CHASQUI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    CHASQUI_API_KEY: API_KEY,
    PAGOEFECTIVO_BASE_URL: 'http://127.0.0.1:1/',
    PAGOEFECTIVO_ID_SERVICE: '1234',
    PAGOEFECTIVO_ACCESS_KEY: 'EXAMPLEACCESSKEY0001',
    PAGOEFECTIVO_SECRET_KEY: 'exampleSecretKey/0000+1111222233334444AB',
  };
}

function examplesOf(properties: Record<string, { example?: unknown }>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { example }]) => (example === undefined ? [] : [[name, example]])),
  );
}
