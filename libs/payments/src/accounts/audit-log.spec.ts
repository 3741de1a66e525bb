import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../outbox/outbox.fixture.js';
import { AuditLog } from './audit-log.js';

let database: TestDatabase;
let dataSource: DataSource;
let log: AuditLog;
const clock = new FrozenClock();

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
  log = new AuditLog(dataSource, clock);
});

beforeEach(() => dataSource.query('truncate audit_entry'));

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

describe('AuditLog', () => {
  it('keeps who did what to which subject, latest first and page by page', async () => {
    for (let index = 0; index < 5; index += 1) {
      await log.record({
        actor: 'cli',
        action: 'case.resolved',
        subject: `case_${index % 2}`,
        data: { index, sum: 5n },
      });
      clock.advance(1);
    }

    const first = await log.list({ limit: 3 });
    const second = await log.list({ limit: 3, cursor: first.nextCursor });

    expect(first.entries.map((entry) => entry.data['index'])).toEqual([4, 3, 2]);
    expect(second.entries.map((entry) => entry.data['index'])).toEqual([1, 0]);
    expect(second.nextCursor).toBeNull();
    expect((await log.list({ subject: 'case_1' })).entries).toHaveLength(2);
    expect(first.entries[0]).toMatchObject({ actor: 'cli', action: 'case.resolved', data: { sum: '5' } });
  });

  it('stands or falls with the transaction of what it tells', async () => {
    const undone = dataSource.transaction(async (manager) => {
      await log.record({ actor: 'cli', action: 'api_key.created', subject: 'key_1' }, manager);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await log.list()).entries).toEqual([]);
  });
});
