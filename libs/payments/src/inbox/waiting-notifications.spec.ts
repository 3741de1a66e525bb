import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { connect } from '../outbox/outbox.fixture.js';
import { WAITING_FOR_CIP } from './waiting-notifications.js';

const BACKLOG = 3_000;
const ASKED = 50;
/** Pages per CIP: down two indexes of few levels, in one partition, and to the row. */
const MOST_PAGES_EACH = 25;
const LOOKUP = `select c.id, count(*)::int as waiting from cip c cross join lateral ${WAITING_FOR_CIP} n
  where c.id = any($1) group by c.id order by c.id`;

describe('what waits for a CIP', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    await dataSource.transaction(async (manager) => {
      // Only CIPs and notifications matter here: payments and accounts are left out.
      await manager.query('set local session_replication_role = replica');
      await manager.query(
        `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status, expires_at, created_at)
         select 'cip_' || i, 'pay_' || i, 'acc', 'CODE-' || i, i::text, 100, 'PEN', true, 'pending', now(), now()
         from generate_series(1, $1::int) i`,
        [BACKLOG],
      );
    });
    // As after a quiet night: statistics know of no notification that waits.
    await dataSource.query('analyze');
    await dataSource.query(
      `${NOTIFICATIONS} select 'ntf_' || i, ${SAME}, 'acc', i::text, null, 'pending' from generate_series(1, $1::int) i`,
      [BACKLOG],
    );
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const add = (id: string, row: { account?: string; cip: string | null; code: string | null; status: string }) =>
    dataSource.query(`${NOTIFICATIONS} values ($1, ${SAME}, $2, $3, $4, $5)`, [
      id,
      row.account ?? 'acc',
      row.cip,
      row.code,
      row.status,
    ]);
  const waiting = (ids: readonly string[]) => dataSource.query<{ id: string; waiting: number }[]>(LOOKUP, [ids]);

  it('is named by its number or its transaction code, signed for its account, and not settled', async () => {
    await add('by code', { cip: '999999', code: 'CODE-7', status: 'waiting' });
    await add('by both', { cip: '7', code: 'CODE-7', status: 'pending' });
    await add('of another account', { account: 'other', cip: '7', code: 'CODE-7', status: 'pending' });
    await add('applied', { cip: '7', code: 'CODE-7', status: 'applied' });
    await add('of another CIP', { cip: '999999', code: 'CODE-8', status: 'failed' });
    expect(await waiting(['cip_7', 'cip_8'])).toEqual([
      { id: 'cip_7', waiting: 3 },
      { id: 'cip_8', waiting: 1 },
    ]);
  });

  it('is found without a look at everything that waits, whatever statistics say', async () => {
    const ids = Array.from({ length: ASKED }, (_, index) => `cip_${index * 50 + 100}`);
    const [explained] = await dataSource.query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
      `explain (analyze, buffers, timing off, format json) ${LOOKUP}`,
      [ids],
    );
    const plan = explained?.['QUERY PLAN'][0]?.Plan ?? {};
    expect(plan['Actual Rows']).toBe(ASKED);
    const pages = (plan['Shared Hit Blocks'] ?? Number.NaN) + (plan['Shared Read Blocks'] ?? Number.NaN);
    expect(pages / ASKED).toBeLessThan(MOST_PAGES_EACH);
  });
});

const NOTIFICATIONS = `insert into notification (id, received_at, lane, raw, headers, signature_verdict, source_verdict,
  body_verdict, next_at, account_id, cip_number, transaction_code, status)`;
const SAME = `now(), 'inbox', '', '{}', 'valid', 'allowed', 'ok', now()`;
