import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { newId } from '../identifiers.js';
import { connect } from '../outbox/outbox.fixture.js';
import type { NotificationRecord } from './notification-intake.js';
import { NotificationIntake } from './notification-intake.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');

describe('NotificationIntake', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function record(change: Partial<NotificationRecord> = {}): NotificationRecord {
    return {
      id: newId('ntf', NOW),
      receivedAt: NOW,
      lane: 'inbox',
      accountId: 'acc',
      pathAccount: 'default',
      raw: Buffer.from([0, 255, 123, 10]),
      headers: { 'content-type': 'application/json' },
      sourceAddress: '127.0.0.1',
      peerAddress: '127.0.0.1',
      signatureVerdict: 'valid',
      sourceVerdict: 'allowed',
      bodyVerdict: 'ok',
      extrasAuthenticated: true,
      eventType: 'cip.paid',
      cipNumber: '1',
      operationNumber: '2',
      transactionCode: null,
      ...change,
    };
  }

  async function stored(ids: readonly string[]): Promise<number> {
    const [row] = await dataSource.query<{ count: number }[]>(
      'select count(*)::int as count from notification where id = any($1)',
      [ids],
    );
    return row?.count ?? 0;
  }

  it('resolves only when the row is committed, and keeps the bytes as they came', async () => {
    const intake = new NotificationIntake(dataSource, { onStored: () => undefined });
    const one = record();
    await intake.store(one);
    const [row] = await database.query<{ raw: Buffer; status: string }>(
      'select raw, status from notification where id = $1',
      [one.id],
    );
    expect(row?.raw.equals(one.raw)).toBe(true);
    expect(row?.status).toBe('pending');
  });

  it('commits what arrives together in few writes and announces each row once', async () => {
    const flushes: string[][] = [];
    const intake = new NotificationIntake(dataSource, { onStored: ({ ids }) => flushes.push(ids) });
    const records = Array.from({ length: 200 }, () => record());
    await Promise.all(records.map((one) => intake.store(one)));
    expect(await stored(records.map((one) => one.id))).toBe(200);
    expect(flushes.flat().sort()).toEqual(records.map((one) => one.id).sort());
    expect(flushes.length).toBeLessThan(10);
  });

  it('fails only the row that the database will not take', async () => {
    const intake = new NotificationIntake(dataSource, { onStored: () => undefined });
    const first = record();
    const good = Array.from({ length: 20 }, () => record());
    const bad = record({ eventType: 'a\0b' });
    const waiting = [first, ...good.slice(0, 10), bad, ...good.slice(10)].map((one) => intake.store(one));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(1);
    expect(await stored([first, ...good].map((one) => one.id))).toBe(21);
    expect(await stored([bad.id])).toBe(0);
  });

  it('refuses at once what would wait too long, and stores what it took', async () => {
    const intake = new NotificationIntake(dataSource, { onStored: () => undefined });
    const twin = record();
    const rows = Array.from({ length: 10_100 }, () => intake.store(twin));
    const outcomes = await Promise.allSettled(rows);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['Error: too many notifications wait to be stored']));
    expect(await stored([twin.id])).toBe(1);
  });

  it('stores a retried row once', async () => {
    const intake = new NotificationIntake(dataSource, { onStored: () => undefined });
    const one = record();
    await Promise.all([intake.store(one), intake.store(one), intake.store(one)]);
    expect(await stored([one.id])).toBe(1);
  });

  it('fails everything at once when the database is away, and goes on when it is back', async () => {
    const own = await connect(database.url, 2);
    const intake = new NotificationIntake(own, { onStored: () => undefined });
    await own.destroy();
    const outcomes = await Promise.allSettled([intake.store(record()), intake.store(record())]);
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    await own.initialize();
    const one = record();
    await intake.store(one);
    expect(await stored([one.id])).toBe(1);
    await own.destroy();
  });
});
