import { expect, it } from 'vitest';
import { TEST_API_KEY, testConfig, testEnvironment } from './test-config.js';

const database = { url: 'postgres://u:p@127.0.0.1:5432/d' };

it.each(['app', 'standalone', 'cli'] as const)('makes a config that the real loader accepts for %s', (profile) => {
  const config = testConfig({ database, profile, needs: ['allowedSources', 'masterKey'] });
  expect(config.database.url).toBe(database.url);
  expect(new Set(Object.values(config.http.ports))).toEqual(new Set([0]));
  expect(config.checkout.apiKey?.reveal()).toBe(TEST_API_KEY);
  expect(config.queue.url).toBeNull();
  expect(config.warnings).toEqual([]);
});

it('takes the queue and whatever a test wants otherwise', () => {
  const queue = { kind: 'redis', url: 'redis://127.0.0.1:6379', prefix: '{t1}' } as const;
  const overrides = { PAYMENT_TTL: 'PT1H', CHASQUI_OPERATOR: undefined };
  const config = testConfig({ database, queue, overrides });
  expect(config.queue).toEqual({ url: queue.url, prefix: '{t1}' });
  expect(config.checkout.paymentTtlMs).toBe(3_600_000);
  expect(config.console.operator).toBeNull();
  expect(testEnvironment({ database, overrides })).not.toHaveProperty('CHASQUI_OPERATOR');
});
