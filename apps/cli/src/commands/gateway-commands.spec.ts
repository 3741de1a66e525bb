import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, openWorld, runWith } from '../cli.fixture.js';

describe('the commands about calls to the gateway', () => {
  let world: CliWorld;

  beforeAll(async () => {
    world = await openWorld();
  });

  afterAll(() => world.close());

  const json = async (...argv: string[]): Promise<Record<string, unknown>> => {
    const { out } = await world.run(...argv, '--json');
    return JSON.parse(out) as Record<string, unknown>;
  };

  it('tell the cost of polling, more for unpaid codes and less with an account that polls seldom', async () => {
    const unpaid = await json('polls', 'cost', '--open', '10000', '--ttl', 'PT24H');
    expect(unpaid).toMatchObject({ open: 10_000, batch: 50, budgetPerMinute: 120, fits: true });
    const paid = await json('polls', 'cost', '--open', '10000', '--ttl', 'PT24H', '--paid-after', 'PT12H');
    const seldomPolls = ['--budget', '30', '--poll', 'every=PT6H', '--poll', 'first=PT5M'];
    const changed = await world.run('account', 'update', '--account', 'default', ...seldomPolls);
    expect(changed.code).toBe(0);
    const seldom = await json('polls', 'cost', '--open', '10000', '--ttl', 'PT24H', '--account', 'default');
    expect(seldom['budgetPerMinute']).toBe(30);
    expect(Number(seldom['searchedPerDay'])).toBeLessThan(Number(unpaid['searchedPerDay']) / 2);
    expect(Number(paid['searchedPerDay'])).toBeGreaterThan(Number(seldom['searchedPerDay']));
    const { out } = await world.run('polls', 'cost', '--open', '5000000');
    expect(out).toContain('the budget may be short');
    await world.run('account', 'update', '--account', 'default', '--budget', 'default', '--poll', 'default');
    const back = await json('polls', 'cost', '--open', '10000', '--ttl', 'PT24H', '--account', 'default');
    expect(back).toEqual(unpaid);
  });

  it('cost nothing to ask without a database, as long as no account is named', async () => {
    const { code, out } = await runWith({}, 'polls', 'cost', '--open', '100');
    expect([code, out]).toEqual([0, expect.stringContaining('Open CIPs')]);
  });

  it.each([
    [['--open', 'many'], '--open is a whole number'],
    [['--batch', '0'], '--batch is a number of CIPs from 1 to 500'],
    [['--ttl', 'a day'], '--ttl:'],
    [['--account', 'nowhere'], 'There is no account nowhere'],
  ])('refuse %j', async (argv, sentence) => {
    const { code, err } = await world.run('polls', 'cost', ...argv);
    expect([code, err]).toEqual([64, expect.stringContaining(sentence)]);
  });

  it.each([
    [['--poll', 'often=PT1H'], 'the part among first'],
    [['--poll', 'every=hourly'], '--poll every:'],
    [['--poll', 'default', '--poll', 'every=PT1H'], 'leave the other --poll out'],
    [['--poll', 'first=PT5M,PT2M'], '--poll must ascend'],
    [['--budget', '0'], '--budget must be a whole number'],
  ])('refuse an account that is changed by %j', async (argv, sentence) => {
    const { code, err } = await world.run('account', 'update', '--account', 'default', ...argv);
    expect(code).not.toBe(0);
    expect(err).toContain(sentence);
  });

  it('show how the account stands, and end with 1 while it is left in peace', async () => {
    await world.shop.order();
    const well = await world.run('gateway', 'status');
    expect([well.code, well.out]).toEqual([0, expect.stringMatching(/default +\S+ of 120 +closed/)]);
    await world.dataSource.query(
      `update gateway_budget set failures = 1, blocked_until = now() + interval '1 hour', trouble = 'No answer.'`,
    );
    const blocked = await world.run('gateway', 'status');
    expect([blocked.code, blocked.out]).toEqual([1, expect.stringContaining('No answer.')]);
    expect(await json('gateway', 'status')).toMatchObject({
      accounts: [{ account: 'default', breaker: 'open', spent: { create: 1 } }],
    });
    await world.dataSource.query('update gateway_budget set failures = 0, blocked_until = null');
  });
});
