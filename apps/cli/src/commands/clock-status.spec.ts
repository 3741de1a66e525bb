import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, openWorld } from '../cli.fixture.js';

describe('chasqui clock status', () => {
  let world: CliWorld;

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  it('says that nothing is due where nothing is', async () => {
    const { code, out, err } = await world.run('clock', 'status');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^last questions to ask +0$/m);
    expect(out).toMatch(/^ends at this rate +-$/m);
    expect(out).toContain('Nothing is held.');
  });

  it('says what is due, what was closed, what is held and why, and when it ends, as text and as JSON', async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) ids.push((await world.shop.order()).payment.id);
    const [due, asked, held, closed] = ids;
    const set = (id: string | undefined, values: string): Promise<unknown> =>
      world.database.query(`update payment set ${values} where id = $1`, [id]);
    const hourAgo = `now() - interval '1 hour'`;
    await set(due, `next_at = ${hourAgo}`);
    await set(asked, `state = 'expiring', base_state = 'expiring', next_at = now() - interval '2 hours'`);
    await set(
      held,
      `state = 'expiring', base_state = 'expiring', held_for = 'no_status', next_at = now() + interval '1 minute'`,
    );
    await set(
      closed,
      `state = 'expired', base_state = 'expired', next_at = null, closed_at = now() - interval '1 minute'`,
    );
    const { code, out } = await world.run('clock', 'status');
    expect(code).toBe(0);
    expect(out).toMatch(/^deadlines to pass +1$/m);
    expect(out).toMatch(/^last questions to ask +1$/m);
    expect(out).toMatch(/^closed in 5 minutes +1$/m);
    expect(out).toMatch(/^ends at this rate +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/m);
    expect(out).toMatch(/^ +1 +20\d\d-\S+ \S+ +PagoEfectivo gave no status for the CIP\.$/m);
    const told: unknown = JSON.parse((await world.run('clock', 'status', '--json')).out);
    expect(told).toMatchObject({
      deadlinesDue: 1,
      lastQuestionsDue: 1,
      closedLately: 1,
      oldestDueAt: expect.stringMatching(/-05:00$/),
      endsAt: expect.stringMatching(/-05:00$/),
      held: [{ why: 'no_status', count: 1, nextAt: expect.stringMatching(/-05:00$/) }],
    });
  });

  it('is what the doctor says of many deadlines: under way, and no fault', async () => {
    const { out } = await world.run('doctor', '--json');
    const { findings } = JSON.parse(out) as { findings: { check: string; verdict: string; what: string }[] };
    const overdue = findings.find(({ check, what }) => check === 'overdue-work' && what.includes('deadlines'));
    expect(overdue).toMatchObject({ verdict: 'warn' });
    expect(overdue?.what).toMatch(
      /^2 deadlines to keep are overdue.+ 1 were closed in the last 5 minutes\. At this rate it ends at \S+-05:00\.$/,
    );
  });
});
