import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailedAttempt } from './retry-policy.js';
import { mayRepeat, pauseMs } from './retry-policy.js';

const failures: fc.Arbitrary<FailedAttempt> = fc.oneof(
  fc.constant<FailedAttempt>({ kind: 'no_answer' }),
  fc.record({
    kind: fc.constant('answer' as const),
    status: fc.integer({ min: 300, max: 599 }),
    code: fc.constantFrom('idempotency_key_in_use', 'gateway_unavailable', 'order_already_open', 'unexpected_answer'),
    retryAfterSeconds: fc.option(fc.nat(100)),
  }),
);

describe('repeating', () => {
  it('never does twice what is meant once: a POST without a key only after 429', () => {
    fc.assert(
      fc.property(failures, (failed) => {
        const repeated = mayRepeat({ method: 'post', hasKey: false }, failed);
        expect(repeated).toBe(failed.kind === 'answer' && failed.status === 429);
      }),
    );
  });

  it('never helps against what the caller did wrong', () => {
    fc.assert(
      fc.property(
        failures,
        fc.constantFrom('get', 'post', 'patch', 'delete'),
        fc.boolean(),
        (failed, method, hasKey) => {
          fc.pre(failed.kind === 'answer' && failed.status >= 400 && failed.status < 500 && failed.status !== 429);
          const repeated = mayRepeat({ method, hasKey }, failed);
          if (repeated) expect(failed).toMatchObject({ status: 409, code: 'idempotency_key_in_use' });
        },
      ),
    );
  });
});

describe('the pause before a repetition', () => {
  it('is at least what the server asked for, grows, is scattered and has an end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.option(fc.nat(1000)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (repetition, retryAfter, random) => {
          const pause = pauseMs(repetition, retryAfter, random);
          expect(pause).toBeGreaterThanOrEqual((retryAfter ?? 0) * 1000);
          expect(pause).toBeLessThanOrEqual((retryAfter ?? 0) * 1000 + 8_000);
          expect(pauseMs(repetition + 1, retryAfter, random)).toBeGreaterThanOrEqual(pause);
        },
      ),
    );
    expect([1, 2, 3, 4].map((repetition) => pauseMs(repetition, null, 1))).toEqual([250, 500, 1000, 2000]);
    expect(pauseMs(1, null, 0)).toBe(125);
  });
});
