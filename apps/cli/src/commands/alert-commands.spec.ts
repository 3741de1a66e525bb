import { Alerts } from '#payments';
import { FrozenClock } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliWorld } from '../cli.fixture.js';
import { openWorld } from '../cli.fixture.js';

describe('alerts on the command line', () => {
  let world: CliWorld;
  let id = '';

  beforeAll(async () => {
    world = await openWorld();
    const alerts = new Alerts(world.dataSource, new FrozenClock());
    const notice = { kind: 'was_away', severity: 'critical', numbers: { minutes: 60 } } as const;
    await alerts.raise({ ...notice, key: 'was_away:1', summary: 'Away at night.' });
    await alerts.clear('was_away:1');
    await alerts.raise({ ...notice, key: 'was_away:2', summary: 'Away at noon.' });
  });

  afterAll(() => world.close());

  it('are listed as long as they are not cleared, or by their state', async () => {
    const { out, code } = await world.run('alert', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^RAISED +SEVERITY +STATE +KIND +TIMES +ALERT +SUMMARY\n.+critical +open +was_away .+Away at noon\.\n$/,
    );
    expect((await world.run('alert', 'list', '--state', 'cleared')).out).toContain('Away at night.');
    const all = JSON.parse((await world.run('alert', 'list', '--state', 'all', '--json')).out) as {
      alerts: { id: string; state: string }[];
    };
    expect(all.alerts.map(({ state }) => state).toSorted()).toEqual(['cleared', 'open']);
    id = all.alerts.find(({ state }) => state === 'open')?.id ?? '';
  });

  it('are acknowledged, which the audit log keeps', async () => {
    const { out } = await world.run('alert', 'ack', id);
    expect(out).toMatch(new RegExp(`^Alert ${id} is acknowledged by cli: Away at noon\\.\\nNothing, if it was meant`));
    const entries = await world.database.query('select actor, action, subject from audit_entry');
    expect(entries).toEqual([{ actor: 'cli', action: 'alert.acknowledged', subject: id }]);
  });

  it('say what is wrong with what was asked', async () => {
    expect(await world.run('alert', 'list', '--state', 'odd')).toMatchObject({
      code: 64,
      err: expect.stringContaining('--state is uncleared, open, acknowledged, cleared, all, not odd.'),
    });
    expect(await world.run('alert', 'ack', 'alr_none')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no alert alr_none: look it up in `chasqui alert list --state all`.'),
    });
  });
});
