import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedDescription } from '../contract/api-contract.js';
import { FLOW_API_KEY, Product } from '../flows/product.js';
import type { Attempt } from './api-attempts.js';
import { spoiltRequests } from './api-attempts.js';
import { fuzzed, FUZZ_TIMEOUT_MS } from './fuzz-runs.js';
import { openRecords } from './shop-records.js';

/** What a refusal may never have written to. */
const TABLES = [
  'payment',
  'stock_hold',
  'cip',
  'receipt',
  'outbox_event',
  'webhook_endpoint',
  'delivery',
  'review_case',
  'refund',
];
const COUNTS = `select ${TABLES.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`;

interface ProblemBody {
  readonly code?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** The contract's judge (test/contract/setup.ts) looks at every answer besides: nothing may be answered that is not described. */
describe('the checkout API, request by request spoilt', () => {
  let product: Product;
  let attempts: Attempt[] = [];

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
    attempts = spoiltRequests(committedDescription(), await openRecords(product));
  });
  afterAll(() => product.close());

  let nth = 0;
  async function send({ method, path, headers, body }: Attempt): Promise<{ status: number; text: string }> {
    const response = await fetch(`${product.urls.checkout}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${FLOW_API_KEY}`, 'idempotency-key': `spoilt-${(nth += 1)}`, ...headers },
      // Of an order that has an open payment nothing more would be asked.
      ...(body === undefined ? {} : { body: body.replace('"A-1001"', `"A-${nth}"`) }),
    });
    return { status: response.status, text: await response.text() };
  }

  it(
    'answers no 5xx, names the field, and leaves nothing behind of what it refuses',
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      expect(attempts.length).toBeGreaterThan(5000);
      const seen = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...attempts), async (attempt) => {
          const [before] = await product.database.query(COUNTS);
          const { status, text } = await send(attempt).catch((error: unknown) => notSendable(error));
          if (status === 0) return;
          seen.set(status, (seen.get(status) ?? 0) + 1);
          expect(status, `${attempt.what} → ${text}`).toBeLessThan(500);
          if (status < 400) return;
          expect(await product.database.query(COUNTS)).toEqual([before]);
          const problem = parsed(text);
          if (problem?.code === 'invalid_request' && attempt.field !== null) {
            const named = (problem.errors ?? []).map(({ field }) => field);
            expect(
              named.some((field) => isAbout(field, attempt.field ?? '')),
              `${attempt.field}: ${text}`,
            ).toBe(true);
          }
        }),
        fuzzed(1200),
      );
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      // Every kind of answer was met, so that it was not one door that refused them all.
      for (const status of [200, 201, 400, 401, 404, 415])
        expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(0);
    },
  );
});

/** Some headers cannot be sent by an HTTP client at all; sockets send them in listeners.spec.ts. */
function notSendable(error: unknown): { status: number; text: string } {
  if (error instanceof TypeError && !('cause' in error && error.cause)) return { status: 0, text: '' };
  throw error;
}

/** The field itself, one in it, or the one it is in: of a wrong list the list may be told. */
function isAbout(named: string, spoilt: string): boolean {
  return named === 'body' || named.startsWith(spoilt) || spoilt.startsWith(named);
}

function parsed(text: string): ProblemBody | null {
  return text.startsWith('{') ? (JSON.parse(text) as ProblemBody) : null;
}
