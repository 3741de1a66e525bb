import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpsConsole, type OpsConsole } from '../../apps/ops-console/src/app.js';
import { DEFAULT_MERCHANT_ID, DEFAULT_SHOP_ID } from '#payments';
import { Product } from '../flows/product.js';
import type { ConsoleAttempt } from './console-attempts.js';
import { spoiltConsoleRequests } from './console-attempts.js';
import { OPERATOR } from './every-listener.js';
import { fuzzed, FUZZ_TIMEOUT_MS } from './fuzz-runs.js';
import { ODD_TEXTS } from './odd-values.js';
import { openRecords } from './shop-records.js';

describe("the console's API, request by request spoilt", () => {
  let product: Product;
  let opsConsole: OpsConsole;
  let cookie = '';
  let attempts: ConsoleAttempt[] = [];

  beforeAll(async () => {
    product = await Product.start({
      apps: ['checkout'],
      env: { CHASQUI_OPERATOR: `${OPERATOR.email}:${OPERATOR.password}` },
    });
    const records = await openRecords(product);
    const { config, clock, log, dataSource, queues } = product;
    opsConsole = await createOpsConsole(config, { clock, log, dataSource, queues });
    const answer = await call('POST', '/api/login', JSON.stringify(OPERATOR));
    cookie = answer.cookie;
    const [notification] = await product.database.query<{ id: string }>('select id from notification limit 1');
    attempts = spoiltConsoleRequests({
      payments: records['/v1/payments/{id}'] ?? '',
      cases: records['/v1/cases/{id}'] ?? '',
      refunds: records['/v1/refunds/{id}'] ?? '',
      deliveries: records['/v1/deliveries/{id}'] ?? '',
      notifications: notification?.id ?? '',
      'admin/merchants': DEFAULT_MERCHANT_ID,
      'admin/shops': DEFAULT_SHOP_ID,
      'admin/accounts': 'default',
      endpoint: records['/v1/webhook-endpoints/{id}'] ?? '',
    });
  });
  afterAll(async () => {
    await opsConsole.close();
    await product.close();
  });

  async function call(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; cookie: string }> {
    const response = await fetch(`${opsConsole.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const [set = ''] = response.headers.getSetCookie();
    return { status: response.status, text: await response.text(), cookie: set.split(';', 1)[0] ?? '' };
  }

  it('answers no 5xx and names the field', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    expect(attempts.length).toBeGreaterThan(5000);
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...attempts), async ({ method, path, body, field }) => {
        const { status, text } = await call(method, `/api/${path}`, body);
        seen.add(status);
        expect(status, text).toBeLessThan(500);
        const problem = (status >= 400 && text !== '' ? JSON.parse(text) : {}) as {
          code?: string;
          errors?: { field: string }[];
        };
        if (problem.code === 'invalid_request' && field !== null) {
          const named = (problem.errors ?? []).map((error) => error.field);
          expect(
            named.some((name) => name === 'body' || name.startsWith(field) || field.startsWith(name)),
            `${field}: ${text}`,
          ).toBe(true);
        }
      }),
      fuzzed(1200),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404]));
  });

  it('takes no spoilt session for one, and answers strangers 401', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const token = cookie.split('=')[1] ?? '';
    const texts = [...ODD_TEXTS, `${token}x`, token.slice(1), token.toLowerCase(), `"${token}"x`, '; ;=', '%', '%00'];
    for (const text of texts) {
      const value = text.replaceAll(/[^\x20-\x7e]/g, '?');
      const { status } = await call('GET', '/api/me', undefined, { cookie: `chasqui_console=${value}` });
      expect(status, value).toBe(401);
    }
    const deep = `{"email":${'['.repeat(100_000)}`;
    for (const body of [
      deep,
      `{"email":"a\\u0000b","password":"x"}`,
      '{"email":{"$ne":null},"password":{"$ne":null}}',
    ]) {
      expect((await call('POST', '/api/login', body, { cookie: '' })).status).toBe(400);
    }
  });

  it('answers odd questions to the queues without a fault', async () => {
    for (const text of ODD_TEXTS) {
      const odd = encodeURIComponent(text.slice(0, 200));
      for (const path of [
        `api/queues?activeQueue=${odd}&page=${odd}&status=${odd}&jobsPerPage=${odd}`,
        `api/queues/${odd || 'x'}/metrics`,
        `static/${odd}`,
      ]) {
        expect((await call('GET', `/queues/${path}`)).status, path).toBeLessThan(500);
      }
    }
  });
});
