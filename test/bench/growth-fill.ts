import type { DataSource } from 'typeorm';
import { Maintenance } from '#payments';
import { EVENTS_PER_HUNDRED_CLOSED } from './growth-lives.js';
import { LIVES, ROWS } from './growth-rows.js';

export interface StoredPayments {
  readonly count: number;
  /** How many of them are still to be paid: the same for every count, as what is due does not grow with what is stored. */
  readonly open: number;
  /** They were closed in the year before it, but for the last eight days: what was paid lately does not grow either. */
  readonly now: Date;
  readonly shopId: string;
  readonly accountId: string;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const QUIET_DAYS = 10;
/** A multiple of a hundred, as kinds of lives repeat with it. */
const CHUNK = 100_000;
/** Transactions at once: as many as a small machine has cores. */
const LANES = 2;

/**
 * Fills a migrated database with stored payments, set-based and beside the ledger, as the product would have left them:
 * with their history chained, their notifications in the months they came in, and all told to the event feed.
 */
export async function storePayments(
  dataSource: DataSource,
  stored: StoredPayments,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  await createMonths(dataSource, stored.now);
  const indexes = await dropPlainIndexes(dataSource);
  const starts = Array.from({ length: Math.ceil(stored.count / CHUNK) }, (_, index) => index * CHUNK);
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let from = starts.shift(); from !== undefined; from = starts.shift()) {
      const to = Math.min(from + CHUNK, stored.count);
      await storeChunk(dataSource, stored, { from, to });
      done += to - from;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await unhurried(dataSource, indexes);
  await dataSource.query('update relay_state set last_position = $1 where id = 1', [
    eventsBefore(stored, stored.count),
  ]);
  await unhurried(dataSource, ['vacuum analyze', 'checkpoint']);
}

/** The months that maintenance made while the payments came in, and those that it makes ahead. */
async function createMonths(dataSource: DataSource, now: Date): Promise<void> {
  for (let at = now.getTime() - YEAR_MS - 31 * DAY_MS; at <= now.getTime(); at += 28 * DAY_MS)
    await new Maintenance(dataSource, { now: () => new Date(at) }).createPartitionsAhead();
}

async function storeChunk(
  dataSource: DataSource,
  stored: StoredPayments,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const { count, open, now, shopId, accountId } = stored;
  await dataSource.transaction(async (manager) => {
    // Foreign keys hold by construction; asking for each of them would take most of the time.
    await manager.query(`set local session_replication_role = replica`);
    await manager.query(`set local statement_timeout = 0`);
    await manager.query(LIVES, [
      from,
      to,
      count - open,
      new Date(now.getTime() - YEAR_MS),
      new Date(now.getTime() - QUIET_DAYS * DAY_MS),
      open,
      now,
      shopId,
      accountId,
      eventsBefore(stored, from),
    ]);
    for (const sql of ROWS) await manager.query(sql);
  });
}

function eventsBefore({ count, open }: StoredPayments, index: number): number {
  const closed = Math.min(index, count - open);
  return Math.floor(closed / 100) * EVENTS_PER_HUNDRED_CLOSED + eventsOfRest(closed % 100) + (index - closed);
}

/** Kinds repeat every hundred, and the one that failed is the last by 37 i modulo 100. */
function eventsOfRest(rest: number): number {
  return 2 * rest - Array.from({ length: rest }, (_, i) => i).filter((i) => (i * 37) % 100 === 99).length;
}

/** Those that no constraint needs: built at the end they cost a fraction. Answers how to make them again. */
async function dropPlainIndexes(dataSource: DataSource): Promise<string[]> {
  const found = await dataSource.query<{ name: string; definition: string }[]>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_class t on t.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and not i.indisunique and not t.relispartition and c.relam <> 0
       and t.relname in ('payment', 'cip', 'stock_hold', 'gateway_command', 'gateway_fact', 'receipt', 'notification', 'outbox_event')`,
  );
  for (const { name } of found) await dataSource.query(`drop index ${name}`);
  return found.map(({ definition }) => definition.replace(' ON ONLY ', ' ON '));
}

/** Statements that may take minutes. */
async function unhurried(dataSource: DataSource, statements: readonly string[]): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`set statement_timeout = 0; set maintenance_work_mem = '512MB'`);
    for (const statement of statements) await runner.query(statement);
  } finally {
    await runner.query('reset statement_timeout; reset maintenance_work_mem');
    await runner.release();
  }
}
