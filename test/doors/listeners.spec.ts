import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EveryListener } from './every-listener.js';
import { fuzzed, FUZZ_TIMEOUT_MS, mutated } from './fuzz-runs.js';
import { MISLEADING, ODD } from './hostile-requests.js';
import { sendRaw } from './raw-http.js';

/** Longer than anything here takes to be answered or cut. */
const HANG_MS = 10_000;

describe('every listener', () => {
  let world: EveryListener;

  beforeAll(async () => {
    world = await EveryListener.start();
  });
  afterAll(() => world.close());

  it.each(Object.entries(MISLEADING))('refuses %s and closes the connection', async (_name, bytes) => {
    for (const { name, url } of world.listeners) {
      const { statuses, closed, text } = await sendRaw(url, bytes, { limitMs: HANG_MS });
      const seen = `${name}: ${text.slice(0, 300)}`;
      expect(closed, seen).toBe(true);
      // Some are refused in two steps, the path first and then the rest of the body: never as a request of its own.
      expect(statuses.length, seen).toBeLessThanOrEqual(2);
      expect(
        statuses.filter((status) => status < 400 || status >= 500),
        seen,
      ).toEqual([]);
      expect(text, seen).not.toContain('nodejs_');
    }
  });

  it.each(Object.entries(ODD))('answers %s', async (_name, bytes) => {
    for (const { name, url } of world.listeners) {
      const { statuses, text } = await sendRaw(url, bytes, { answers: 1, limitMs: HANG_MS });
      expect(statuses, name).toHaveLength(1);
      expect(statuses[0], `${name}: ${text.slice(0, 300)}`).toBeLessThan(500);
    }
  });

  it('answers requests sent in one go in their order', async () => {
    const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: shop.test\r\n\r\n`;
    for (const { name, url } of world.listeners) {
      const all = `${request('/readyz')}${request('/nowhere')}${request('/livez')}`;
      const { statuses } = await sendRaw(url, all, { answers: 3, limitMs: HANG_MS });
      expect([name, statuses]).toEqual([name, [200, 404, 200]]);
    }
  });

  it('never lets the refusal of what follows pass for the answer to a request under way', async () => {
    for (const { name, url } of world.listeners) {
      const { statuses, closed } = await sendRaw(
        url,
        'GET /readyz HTTP/1.1\r\nHost: shop.test\r\n\r\nGARBAGE\r\n\r\n',
        {
          limitMs: HANG_MS,
        },
      );
      expect([name, closed, statuses.includes(400)]).toEqual([name, true, false]);
    }
  });

  it('answers or closes whatever a valid request was spoilt into', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const seen = new Set<number>();
    const valid = (path: string): Buffer => {
      const body = '{"email":"ops@chasqui.test","password":"no","orderId":"A-1","data":{"cip":"1","amount":1.00}}';
      return Buffer.from(
        `POST ${path}?limit=1 HTTP/1.1\r\nHost: shop.test\r\nAuthorization: Bearer ck_test_nobody\r\nCookie: a=b\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nIdempotency-Key: k\r\n` +
          `PE-Signature: ${'a'.repeat(64)}\r\nX-Forwarded-For: 10.0.0.1, [::1]:80\r\n\r\n${body}`,
      );
    };
    const one = fc.oneof(
      ...world.listeners.map(({ url, takesBodies }) => mutated(valid(takesBodies)).map((bytes) => ({ url, bytes }))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 20, maxLength: 20 }), async (requests) => {
        const exchanges = await Promise.all(
          requests.map(({ url, bytes }) => sendRaw(url, bytes, { endAfterMs: 300, limitMs: HANG_MS })),
        );
        for (const { statuses, closed } of exchanges) {
          expect(closed).toBe(true);
          expect(statuses.filter((status) => status >= 500)).toEqual([]);
          for (const status of statuses) seen.add(status);
        }
      }),
      fuzzed(25),
    );
    for (const { url } of world.listeners) expect((await fetch(`${url}/livez`)).status).toBe(200);
    // Both kinds of refusal were met: by the parser of HTTP, and by the app behind it.
    expect([...seen]).toEqual(expect.arrayContaining([400, 401]));
  });
});
