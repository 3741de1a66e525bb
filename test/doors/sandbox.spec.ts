import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../flows/product.js';
import { fuzzed, FUZZ_TIMEOUT_MS } from './fuzz-runs.js';
import { ODD_TEXTS, ODD_VALUES, placesIn, POLLUTING_JSON, replaced } from './odd-values.js';

interface SandboxAttempt {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** Faults that would keep an answer back are left out: a hang that was asked for is none. */
const FAULTS = {
  operations: ['create'],
  times: 1,
  errorRate: 0.5,
  status: 503,
  htmlErrors: false,
  seed: 7,
  rateLimit: 60,
  clockSkew: 'PT1S',
  searchBatchLimit: 10,
  codeForm: 'documented',
  tokenLife: 'PT5M',
  amountCap: '50000.00',
};

const BODIES: readonly (readonly [method: string, path: string, body: object])[] = [
  ['PUT', '/sandbox/faults', FAULTS],
  ['PUT', '/sandbox/clock', { advance: 'PT1S' }],
  ['POST', '/sandbox/cips/:cip/pay', { channel: 'BCP agente', notify: 'never', delay: 'PT0S', amount: '1.00' }],
  ['POST', '/sandbox/cips/:cip/notify', { notify: 'once' }],
  ['POST', '/sandbox/cips/:cip/expire', {}],
  ['POST', '/sandbox/cips/:cip/reverse', {}],
  [
    'POST',
    '/v1/authorizations',
    { accessKey: 'A', idService: 1, dateRequest: '2026-11-22T18:30:00-05:00', hashString: 'a' },
  ],
  [
    'POST',
    '/v1/cips',
    {
      currency: 'PEN',
      amount: 129.9,
      transactionCode: 'A-1',
      dateExpiry: '2026-11-23T18:30:00-05:00',
      userEmail: 'rosa@example.pe',
    },
  ],
  ['POST', '/v1/cips/search', { data: [{ cip: 1 }] }],
  ['PATCH', '/v1/cips/:cip', { dateExpiry: '2026-11-23T18:30:00-05:00' }],
  ['DELETE', '/v1/cips/:cip', {}],
];

describe('the sandbox, request by request spoilt', () => {
  let product: Product;
  let attempts: SandboxAttempt[] = [];

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
    const order = await product.order('SAND-1');
    const { number } = order.cip;
    const bodies = BODIES.flatMap(([method, path, body]) => [
      ...[...ODD_VALUES.map((value) => JSON.stringify(value)), ...POLLUTING_JSON, '{', '\u00ff'].map((text) => ({
        method,
        path: path.replace(':cip', number),
        body: text,
      })),
      ...placesIn(body)
        .filter((place) => place.length > 0)
        .flatMap((place) =>
          ODD_VALUES.map((value) => ({
            method,
            path: path.replace(':cip', number),
            body: JSON.stringify(replaced(body, place, value)),
          })),
        ),
      ...ODD_TEXTS.map((text) => ({ method, path: path.replace(':cip', odd(text)), body: JSON.stringify(body) })),
    ]);
    const reads = [
      '/sandbox/cips?cursor=',
      '/sandbox/cips?limit=',
      '/sandbox/cips/',
      '/sandbox/requests?cursor=',
      '/sandbox/requests?operation=',
      '/',
    ].flatMap((start) => ODD_TEXTS.map((text) => ({ method: 'GET', path: `${start}${odd(text)}` })));
    attempts = [...bodies, ...reads];
  });
  afterAll(() => product.close());

  it('answers no 5xx but those it was told to', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...attempts), async ({ method, path, body }) => {
        const response = await fetch(`${product.urls.sandbox}${path}`, {
          method,
          redirect: 'manual',
          headers: { 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body }),
        });
        seen.add(response.status);
        expect(response.status, await response.text()).toBeLessThan(500);
        if (path === '/sandbox/faults' && response.ok)
          await product.sandbox('PUT', '/sandbox/faults', {
            status: null,
            errorRate: null,
            rateLimit: null,
            operations: null,
            times: null,
          });
      }),
      fuzzed(250),
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 401, 404]));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

function odd(text: string): string {
  const encoded = encodeURIComponent(text.slice(0, 200));
  return encoded === '' || encoded === '.' || encoded === '..' ? 'x' : encoded;
}
