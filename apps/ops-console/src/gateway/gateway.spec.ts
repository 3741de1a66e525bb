import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('the gateway in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;

  beforeAll(async () => {
    running = await startConsole({ GATEWAY_BUDGET_PER_MINUTE: '60' });
    visitor = await Visitor.signedIn(running.console.url);
  });

  afterAll(() => running.close());

  it('shows the budget, what was spent of it and on what, and what is due', async () => {
    const { payment } = await running.shop.order();
    await visitor.post(`/api/payments/${payment.id}/check`);
    const hourAgo = new Date(running.clock.now().getTime() - 3_600_000);
    await running.dataSource.query(`update cip set poll_at = $1, poll_priority = 'deadline'`, [hourAgo]);
    const { status, body } = await visitor.get('/api/gateway');
    expect(status).toBe(200);
    const [account] = body['data'] as Record<string, unknown>[];
    expect(account).toMatchObject({
      account: 'default',
      environment: 'sandbox',
      limitPerMinute: 60,
      breaker: 'closed',
      trouble: null,
      spent: { create: 1, 'search.operator': 1 },
      due: { deadline: 1, fresh: 0, old: 0 },
      oldestDueAt: expect.stringMatching(/-05:00$/),
    });
    expect(account?.['tokens']).toBeGreaterThan(50);
    expect(account?.['calls']).toContainEqual({ operation: 'search', outcome: 'ok', calls: 1 });
  });

  it('shows that the gateway is left in peace, since when and why', async () => {
    await running.database.query(
      `update gateway_budget set failures = 1, opened_at = now(), blocked_until = now() + interval '1 minute', trouble = 'No answer.'`,
    );
    const { body } = await visitor.get('/api/gateway');
    expect((body['data'] as unknown[])[0]).toMatchObject({ breaker: 'open', trouble: 'No answer.' });
    await running.database.query(`update gateway_budget set blocked_until = now() - interval '1 second'`);
    const after = await visitor.get('/api/gateway');
    expect((after.body['data'] as unknown[])[0]).toMatchObject({ breaker: 'half_open' });
  });

  it('is shown to nobody who is not signed in', async () => {
    expect((await new Visitor(running.console.url).get('/api/gateway')).status).toBe(401);
  });
});
