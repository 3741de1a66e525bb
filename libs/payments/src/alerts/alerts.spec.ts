import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../outbox/outbox.fixture.js';
import { ALERT_KINDS } from './alert-kinds.js';
import { alertCounts } from './alert-report.js';
import { type AlertNotice, Alerts } from './alerts.js';
import { meetAt } from './watch.fixture.js';

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let alerts: Alerts;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate alert_message, alert');
  clock = new FrozenClock();
  alerts = new Alerts(dataSource, clock);
});

const stuck: AlertNotice = {
  kind: 'notifications_stuck',
  key: 'notifications_stuck',
  severity: 'warning',
  summary: '3 notifications wait.',
  numbers: { count: 3 },
};

async function messages(): Promise<{ type: string; body: Record<string, unknown> }[]> {
  const rows = await dataSource.query<{ type: string; body: string }[]>(
    'select type, body from alert_message order by created_at, turn',
  );
  return rows.map(({ type, body }) => ({ type, body: JSON.parse(body) as Record<string, unknown> }));
}

describe('Alerts.raise', () => {
  it('writes what is new with the message that tells of it', async () => {
    expect(await alerts.raise(stuck)).toBe('raised');

    const [alert] = await alerts.list();
    expect(alert).toMatchObject({
      ...stuck,
      title: ALERT_KINDS.notifications_stuck.title,
      mend: ALERT_KINDS.notifications_stuck.mend,
      state: 'open',
      times: 1,
      raisedAt: '2026-11-22T18:30:00-05:00',
    });
    const [message] = await messages();
    expect(message?.body).toEqual({
      id: expect.stringMatching(/^amsg_/),
      type: 'alert.raised',
      timestamp: '2026-11-22T18:30:00-05:00',
      data: { alert },
    });
  });

  it('counts what is known, makes its numbers fresh, and tells nobody again', async () => {
    await alerts.raise(stuck);
    clock.advance(60_000);

    expect(await alerts.raise({ ...stuck, summary: '9 wait.', numbers: { count: 9 } })).toBe('repeated');

    expect(await alerts.list()).toMatchObject([
      { times: 2, numbers: { count: 9 }, summary: '9 wait.', lastSeenAt: '2026-11-22T18:31:00-05:00' },
    ]);
    expect(await messages()).toHaveLength(1);
  });

  it('tells again when it grows, even what somebody has seen, and never lets it shrink', async () => {
    await alerts.raise(stuck);
    const [first] = await alerts.list();
    await alerts.acknowledge(first?.id ?? '', 'operator:ana');

    expect(await alerts.raise({ ...stuck, severity: 'critical' })).toBe('grown');
    expect(await alerts.raise(stuck)).toBe('repeated');

    expect(await alerts.list()).toMatchObject([
      { severity: 'critical', state: 'open', acknowledgedBy: null, times: 3 },
    ]);
    expect((await messages()).map(({ type }) => type)).toEqual(['alert.raised', 'alert.raised']);
  });

  it('tells again when it has come nearer, and never that it has gone back', async () => {
    await alerts.raise({ ...stuck, stage: 1 });
    expect(await alerts.raise({ ...stuck, stage: 3 })).toBe('grown');
    expect(await alerts.raise({ ...stuck, stage: 2 })).toBe('repeated');
    expect(await alerts.raise({ ...stuck, stage: 3 })).toBe('repeated');
    expect(await alerts.raise(stuck)).toBe('repeated');
    expect(await messages()).toHaveLength(2);
    expect(await alerts.list()).toMatchObject([{ severity: 'warning', state: 'open', times: 5 }]);
  });

  it('is new again after it was cleared', async () => {
    await alerts.raise(stuck);
    expect(await alerts.clear(stuck.key)).toBe(true);
    expect(await alerts.clear(stuck.key)).toBe(false);
    clock.advance(1000);

    expect(await alerts.raise(stuck)).toBe('raised');

    expect((await alerts.list()).map(({ state }) => state)).toEqual(['open', 'cleared']);
    expect((await messages()).map(({ type }) => type)).toEqual(['alert.raised', 'alert.cleared', 'alert.raised']);
  });

  it('leaves nothing behind when the transaction that found it is rolled back', async () => {
    const failing = dataSource.transaction(async (manager) => {
      await alerts.raise(stuck, manager);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await alerts.list()).toEqual([]);
    expect(await messages()).toEqual([]);
  });

  it('is one alert and one message, whoever raises it at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => alerts.raise(stuck)));
    expect(outcomes.filter((outcome) => outcome === 'raised')).toHaveLength(1);
    expect(await alerts.list()).toMatchObject([{ times: 20 }]);
    expect(await messages()).toHaveLength(1);
  });

  it('is told once to have grown when two find it worse at the same time', async () => {
    await alerts.raise(stuck);
    const worse = { ...stuck, severity: 'critical' } as const;
    const lock = { sql: 'select 1 from alert where key = $1 for update', parameters: [stuck.key] };
    const outcomes = await meetAt(dataSource, lock, [() => alerts.raise(worse), () => alerts.raise(worse)]);
    expect(outcomes.toSorted()).toEqual(['grown', 'repeated']);
    expect(await messages()).toHaveLength(2);
  });

  it('survives others who clear it at the same time: one uncleared alert at most, and each told once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, turn) => (turn % 2 === 0 ? alerts.raise(stuck) : alerts.clear(stuck.key))),
    );
    const all = await alerts.list();
    const told = (await messages()).map(({ type }) => type);
    expect(all.filter(({ state }) => state !== 'cleared').length).toBeLessThanOrEqual(1);
    expect(told.filter((type) => type === 'alert.raised')).toHaveLength(all.length);
    expect(told.filter((type) => type === 'alert.cleared')).toHaveLength(
      all.filter(({ state }) => state === 'cleared').length,
    );
  });
});

describe('Alerts', () => {
  it('keeps the first who said that they take care, and tells an unknown id', async () => {
    await alerts.raise(stuck);
    const [{ id } = { id: '' }] = await alerts.list();
    await alerts.acknowledge(id, 'operator:ana');
    expect(await alerts.acknowledge(id, 'operator:leo')).toMatchObject({
      kind: 'acknowledged',
      alert: { state: 'acknowledged', acknowledgedBy: 'operator:ana' },
    });
    expect(await alerts.acknowledge('alr_none', 'operator:leo')).toEqual({ kind: 'unknown' });
  });

  it('lists by state, latest first, page by page', async () => {
    for (const key of ['a', 'b', 'c']) {
      await alerts.raise({ ...stuck, key });
      clock.advance(1000);
    }
    await alerts.clear('b');
    const keys = (listed: { key: string }[]): string[] => listed.map(({ key }) => key);
    expect(keys(await alerts.list({ state: 'uncleared' }))).toEqual(['c', 'a']);
    expect(keys(await alerts.list({ state: 'cleared' }))).toEqual(['b']);
    const [latest] = await alerts.list({ limit: 1 });
    expect(keys(await alerts.list({ before: latest?.id ?? '' }))).toEqual(['b', 'a']);
  });

  it('clears what a check no longer finds, and only what is of that check', async () => {
    for (const key of ['work_overdue:a', 'work_overdue:b', 'other:c']) await alerts.raise({ ...stuck, key });
    expect(await alerts.clearOthers('work_overdue:', ['work_overdue:b'])).toBe(1);
    expect((await alerts.list({ state: 'uncleared' })).map(({ key }) => key).toSorted()).toEqual([
      'other:c',
      'work_overdue:b',
    ]);
  });

  it('counts by kind, and says of every kind that there is none', async () => {
    await alerts.raise(stuck);
    await alerts.raise({ ...stuck, kind: 'was_away', key: 'was_away', severity: 'critical' });
    const counts = await alertCounts(dataSource);
    expect(counts.map(({ kind }) => kind)).toEqual(Object.keys(ALERT_KINDS));
    expect(counts.filter(({ uncleared }) => uncleared > 0)).toEqual([
      { kind: 'notifications_stuck', uncleared: 1, criticalOpen: 0 },
      { kind: 'was_away', uncleared: 1, criticalOpen: 1 },
    ]);
  });
});
