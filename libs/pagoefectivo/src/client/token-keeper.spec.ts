import { describe, expect, it } from 'vitest';
import type { GatewayFailure, GatewayOutcome } from './gateway-outcome.js';
import { type IssuedToken, TokenKeeper, withoutToken } from './token-keeper.js';

const MINUTE_MS = 60_000;
const start = new Date('2026-11-22T23:30:00Z').getTime();

/** A keeper, its clock, and a gateway whose clock may differ from it. */
function setUp(lifeMs: number, skewMs = 0) {
  let nowMs = start;
  let issued = 0;
  let failure: GatewayFailure | null = null;
  const keeper = new TokenKeeper(
    async (): Promise<GatewayOutcome<IssuedToken>> => {
      if (failure) return failure;
      issued += 1;
      const startsAt = new Date(nowMs + skewMs);
      const expiresAt = new Date(nowMs + skewMs + lifeMs);
      return { kind: 'ok', value: { token: `token-${issued}`, startsAt, expiresAt } };
    },
    () => new Date(nowMs),
  );
  return {
    keeper,
    at: (sinceStartMs: number) => {
      nowMs = start + sinceStartMs;
      return keeper.current();
    },
    fail: (outcome: GatewayFailure | null) => {
      failure = outcome;
    },
  };
}

const token = (value: string) => ({ kind: 'ok', value });

describe('the bearer token', () => {
  it('of two hours is renewed five minutes before its end', async () => {
    const { at } = setUp(120 * MINUTE_MS);
    expect(await at(0)).toEqual(token('token-1'));
    expect(await at(115 * MINUTE_MS - 1)).toEqual(token('token-1'));
    expect(await at(115 * MINUTE_MS)).toEqual(token('token-2'));
  });

  it('of five minutes is renewed one minute before its end', async () => {
    const { at } = setUp(5 * MINUTE_MS);
    expect(await at(0)).toEqual(token('token-1'));
    expect(await at(4 * MINUTE_MS - 1)).toEqual(token('token-1'));
    expect(await at(4 * MINUTE_MS)).toEqual(token('token-2'));
  });

  it.each([-60, 60])('keeps its life when our clock and the gateway are %d minutes apart', async (minutes) => {
    const { at } = setUp(5 * MINUTE_MS, minutes * MINUTE_MS);
    expect(await at(0)).toEqual(token('token-1'));
    expect(await at(4 * MINUTE_MS - 1)).toEqual(token('token-1'));
    expect(await at(4 * MINUTE_MS)).toEqual(token('token-2'));
  });

  it('that was handed out a second time lasts only for the rest of its life', async () => {
    let nowMs = start + 90 * MINUTE_MS;
    let calls = 0;
    const startsAt = new Date(start);
    const expiresAt = new Date(start + 120 * MINUTE_MS);
    const keeper = new TokenKeeper(
      async () => {
        calls += 1;
        return { kind: 'ok', value: { token: 'same', startsAt, expiresAt } };
      },
      () => new Date(nowMs),
    );
    await keeper.current();
    nowMs = start + 116 * MINUTE_MS;
    await keeper.current();
    expect(calls).toBe(2);
  });

  it('still serves within the margin when it cannot be renewed, and no longer after its end', async () => {
    const { at, fail } = setUp(5 * MINUTE_MS);
    const down: GatewayFailure = { kind: 'never_sent', reason: 'down' };
    await at(0);
    fail(down);
    expect(await at(4.5 * MINUTE_MS)).toEqual(token('token-1'));
    expect(await at(5 * MINUTE_MS)).toEqual(down);
    fail(null);
    expect(await at(5 * MINUTE_MS)).toEqual(token('token-2'));
  });

  it('is not used again once rejected, even when no other is to be had', async () => {
    const { keeper, at, fail } = setUp(120 * MINUTE_MS);
    const down: GatewayFailure = { kind: 'never_sent', reason: 'down' };
    await at(0);
    fail(down);
    expect(await keeper.replacing('token-1')).toEqual(down);
    expect(await at(1)).toEqual(down);
  });

  it('is replaced once, however many calls were rejected with it', async () => {
    const { keeper, at } = setUp(120 * MINUTE_MS);
    await at(0);
    const together = await Promise.all([keeper.replacing('token-1'), keeper.replacing('token-1'), keeper.current()]);
    expect(together).toEqual([token('token-2'), token('token-2'), token('token-2')]);
    expect(await keeper.replacing('token-1')).toEqual(token('token-2'));
  });
});

it('a call without a token was never sent, unless credentials or a rate limit are the cause', () => {
  const reason = 'no authorization to be had: HTTP 500';
  const cases: [GatewayFailure, GatewayFailure][] = [
    [
      { kind: 'unknown', reason: 'HTTP 500', answerMayStillCome: false },
      { kind: 'never_sent', reason },
    ],
    [
      { kind: 'never_sent', reason: 'HTTP 500' },
      { kind: 'never_sent', reason },
    ],
    [
      { kind: 'rate_limited', retryAfterMs: 5 },
      { kind: 'rate_limited', retryAfterMs: 5 },
    ],
    [
      { kind: 'unauthorized', message: 'no', httpStatus: 403 },
      { kind: 'unauthorized', message: 'no', httpStatus: 403 },
    ],
    [
      { kind: 'refused', code: '111', message: 'no', fields: [], httpStatus: 400 },
      { kind: 'unauthorized', message: 'the gateway refused the authorization: 111 no', httpStatus: 400 },
    ],
  ];
  for (const [failure, outcome] of cases) expect(withoutToken(failure)).toEqual(outcome);
});
