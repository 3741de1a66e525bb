import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisServer } from '#testing';
import { hasRedisServer, redisServer, testQueueKind } from '#testing';
import type { LonelyAnswer, LonelyApi } from '../lonely-api.fixture.js';
import { startLonelyApi } from '../lonely-api.fixture.js';

function countOf(answers: readonly LonelyAnswer[], status: number): number {
  return answers.filter((answer) => answer.status === status).length;
}

function many(count: number, call: (index: number) => Promise<LonelyAnswer>): Promise<LonelyAnswer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

describe('the limits of the checkout API', () => {
  let api: LonelyApi;

  beforeAll(async () => {
    api = await startLonelyApi({ RATE_LIMIT_PER_MINUTE: '40', TRUSTED_PROXIES: '127.0.0.9/32' });
  });

  afterAll(() => api.close());

  it('let exactly as many of many parallel requests pass as a key may send', async () => {
    const [own, byDefault] = [await api.key({ ratePerMinute: 25 }), await api.key({})];
    const [ownAnswers, defaultAnswers] = await Promise.all([
      many(80, () => api.call('GET', '/v1/payments', own.key)),
      many(80, () => api.call('GET', '/v1/payments', byDefault.key)),
    ]);
    expect([countOf(ownAnswers, 200), countOf(ownAnswers, 429)]).toEqual([25, 55]);
    expect([countOf(defaultAnswers, 200), countOf(defaultAnswers, 429)]).toEqual([40, 40]);
  });

  it('say in every answer how they stand, and in a refusal when to come again', async () => {
    const { key } = await api.key({ ratePerMinute: 2 });
    const answers = [];
    for (let index = 0; index < 3; index += 1) answers.push(await api.call('GET', '/v1/payments', key));
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['1', '0', '0']);
    const [first, , last] = answers;
    expect(first?.headers.get('ratelimit-limit')).toBe('2');
    expect(Number(first?.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(Number(first?.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    expect(last?.status).toBe(429);
    expect(last?.headers.get('content-type')).toBe('application/problem+json');
    expect(last?.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('may send 2 requests') });
    expect(last?.headers.get('retry-after')).toBe(last?.headers.get('ratelimit-reset'));
  });

  it('count a wrong answer too, and none of another key or of health', async () => {
    const { key } = await api.key({ ratePerMinute: 2 });
    const other = await api.key({ ratePerMinute: 2 });
    expect((await api.call('GET', '/v1/payments/none', key)).headers.get('ratelimit-remaining')).toBe('1');
    expect((await api.call('POST', '/v1/payments', key, {})).headers.get('ratelimit-remaining')).toBe('0');
    expect((await api.call('GET', '/v1/payments', key)).status).toBe(429);
    expect((await api.call('GET', '/v1/payments', other.key)).status).toBe(200);
    expect((await api.call('GET', '/readyz')).headers.get('ratelimit-limit')).toBeNull();
  });

  it('stop an address that guesses keys, before the guess is looked at, and nobody whose key is known', async () => {
    const { key } = await api.key({});
    const late = await api.key({});
    const from = '127.0.0.5';
    expect((await api.call('GET', '/v1/payments', key, undefined, { from })).status).toBe(200);
    const guesses = await many(160, (index) =>
      api.call('GET', '/v1/payments', `ck_test_guess_${index}_0123456789`, undefined, { from }),
    );
    expect([countOf(guesses, 401), countOf(guesses, 429)]).toEqual([120, 40]);
    expect((await api.call('GET', '/v1/payments', undefined, undefined, { from })).status).toBe(429);
    // As good as a guess: a key that was never seen here before comes from where guesses come from.
    expect((await api.call('GET', '/v1/payments', late.key, undefined, { from })).status).toBe(429);
    expect((await api.call('GET', '/v1/payments', late.key, undefined, { from: '127.0.0.6' })).status).toBe(200);
    expect((await api.call('GET', '/v1/payments', key, undefined, { from })).status).toBe(200);
  });

  it('believe X-Forwarded-For of a trusted proxy alone, and say so once', async () => {
    const ask = (from: string, forwarded: string): Promise<LonelyAnswer> =>
      api.call('GET', '/v1/payments', undefined, undefined, { from, headers: { 'x-forwarded-for': forwarded } });
    const remaining = (answer: LonelyAnswer): number => Number(answer.headers.get('ratelimit-remaining'));
    expect(remaining(await ask('127.0.0.9', '200.1.2.3'))).toBe(119);
    expect(remaining(await ask('127.0.0.9', '6.6.6.6, 200.1.2.3'))).toBe(118);
    expect(remaining(await ask('127.0.0.9', '200.1.2.4'))).toBe(119);
    expect(remaining(await ask('127.0.0.9', '2001:db8::1'))).toBe(119);
    expect(remaining(await ask('127.0.0.9', '2001:db8::2'))).toBe(118);
    expect(remaining(await ask('127.0.0.8', '200.1.2.3'))).toBe(119);
    expect(remaining(await ask('127.0.0.8', '200.1.2.5'))).toBe(118);
    expect(api.log.matching('TRUSTED_PROXIES does not name')).toHaveLength(1);
  });

  it('leave an open payment page room, and tell a shopper in words', async () => {
    const from = '127.0.0.7';
    const token = `${'0'.repeat(26)}${'T'.repeat(22)}`;
    const answers: LonelyAnswer[] = [];
    while (answers.length < 300) {
      answers.push(...(await many(50, () => api.call('GET', `/pay/${token}/status`, undefined, undefined, { from }))));
    }
    expect(countOf(answers, 404)).toBe(300);
    const status = await api.call('GET', `/pay/${token}/status`, undefined, undefined, { from });
    expect([status.status, status.body['code']]).toEqual([429, 'rate_limited']);
    const page = await api.call('GET', `/pay/${token}`, undefined, undefined, { from });
    expect(page.status).toBe(429);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('retry-after')).not.toBeNull();
    expect(page.text).toContain('Espera un minuto');
  });

  it('stand in the description of every answer of the API', async () => {
    const { paths } = JSON.parse((await api.call('GET', '/openapi.json')).text) as {
      paths: Record<string, Record<string, { responses: Record<string, { headers?: Record<string, unknown> }> }>>;
    };
    const operations = Object.entries(paths).filter(([path]) => path.startsWith('/v1/'));
    for (const { responses } of operations.flatMap(([, methods]) => Object.values(methods))) {
      expect(Object.keys(responses)).toContain('429');
      for (const { headers } of Object.values(responses))
        expect(Object.keys(headers ?? {})).toContain('RateLimit-Limit');
    }
  });

  it('are counted by what they refused', async () => {
    const metrics = await api.call('GET', '/metrics');
    for (const by of ['key', 'address', 'page']) {
      expect(metrics.text).toMatch(new RegExp(`rate_limited_total\\{by="${by}"\\} [1-9]`));
    }
  });

  it('are shared by several processes on Redis, and each has its own on Postgres', async () => {
    const { key } = await api.key({ ratePerMinute: 20 });
    const second = await api.startAnother();
    const answers = await many(60, (index) =>
      api.call('GET', '/v1/payments', key, undefined, index % 2 === 0 ? {} : { url: second.url }),
    );
    expect(countOf(answers, 200)).toBe(testQueueKind() === 'redis' ? 20 : 40);
  });
});

it('no limit is set with RATE_LIMIT_PER_MINUTE=0, but that which a key has of its own', async () => {
  const api = await startLonelyApi({ RATE_LIMIT_PER_MINUTE: '0' });
  try {
    const [free, bound] = [await api.key({}), await api.key({ ratePerMinute: 3 })];
    expect(countOf(await many(200, () => api.call('GET', '/v1/payments')), 401)).toBe(200);
    const answers = await many(200, () => api.call('GET', '/v1/payments', free.key));
    expect(countOf(answers, 200)).toBe(200);
    expect(answers[0]?.headers.get('ratelimit-limit')).toBeNull();
    expect(countOf(await many(10, () => api.call('GET', '/v1/payments', bound.key)), 200)).toBe(3);
  } finally {
    await api.close();
  }
});

describe.skipIf(testQueueKind() !== 'redis' || !hasRedisServer())('while Redis', () => {
  let redis: RedisServer;
  let api: LonelyApi;

  beforeAll(async () => {
    redis = await redisServer();
    api = await startLonelyApi({ QUEUE_URL: redis.url });
  });

  afterAll(async () => {
    redis.thaw();
    await api.close();
    await redis.stop();
  });

  it('hangs or is away, requests pass uncounted; once it is back, they are counted', async () => {
    const { key } = await api.key({ ratePerMinute: 1 });
    redis.freeze();
    for (const answer of await many(5, () => api.call('GET', '/v1/payments', key))) {
      expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([200, null]);
    }
    expect(api.log.matching('requests are not counted for a moment').length).toBeGreaterThan(0);
    redis.thaw();
    await redis.kill();
    expect((await api.call('GET', '/v1/payments', key)).status).toBe(200);
    await redis.start();
    await expect
      .poll(async () => (await api.call('GET', '/v1/payments', key)).status, { timeout: 20_000, interval: 100 })
      .toBe(429);
  });
});
