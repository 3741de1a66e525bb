import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const HOUR_MS = 3_600_000;

describe('closing in the console', () => {
  let running: RunningConsole;

  beforeAll(async () => {
    running = await startConsole();
  });
  afterAll(() => running.close());

  it('shows whoever is signed in, and nobody else, what is due and what is held', async () => {
    const { payment } = await running.shop.order({ orderId: 'DUE-1' });
    const held = await running.shop.order({ orderId: 'HELD-1' });
    await running.database.query(
      `update payment set state = 'expiring', base_state = 'expiring', next_at = $2 where id = $1`,
      [payment.id, new Date(running.clock.now().getTime() - HOUR_MS)],
    );
    await running.database.query(
      `update payment set state = 'expiring', base_state = 'expiring', next_at = $2,
         held_for = 'gateway_unreachable' where id = $1`,
      [held.payment.id, new Date(running.clock.now().getTime() + HOUR_MS)],
    );
    const visitor = await Visitor.signedIn(running.console.url);
    expect(await visitor.get('/api/clock')).toMatchObject({
      status: 200,
      body: {
        deadlinesDue: 0,
        lastQuestionsDue: 1,
        closedLately: 0,
        endsAt: null,
        oldestDueAt: expect.stringMatching(/-05:00$/),
        held: [{ why: 'gateway_unreachable', count: 1, sentence: 'PagoEfectivo could not be asked.' }],
      },
    });
    expect((await new Visitor(running.console.url).get('/api/clock')).status).toBe(401);
  });
});
