import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Measure, Row } from './measure.js';
import { median, row } from './measure.js';
import { OPERATIONS, type Operation } from './growth-operations.js';
import { type GrowthWorld, openGrowthWorld } from './growth-world.js';

const FEW = 10_000;
const MANY = 5_000_000;
const MANY_QUICKLY = 20_000;
/** Still to be paid, in both databases. */
const OPEN = 4_000;
const TURNS = 30;
const TURNS_QUICKLY = 3;
/** Not counted: plans are made, pages and connections warm. */
const WARM_TURNS = 3;
const STATISTICS_TOLD_MS = 2_000;
/** Fewer are not told of. */
const PAGES_TOLD = 20;
/** How many indexes and tables are told of. */
const READ_MOST = 8;
/** An operation with many payments stored takes at most this times as long as with few. */
const MOST = 1.2;

/** Durable, and with the memory of a small server; nothing else about it is set for the measure. */
const SETTINGS = { shared_buffers: '2GB', max_wal_size: '8GB', maintenance_work_mem: '512MB' };

export const growth: Measure = {
  name: 'growth',
  about: `what the product does with ${FEW.toLocaleString('en')} stored payments and with millions (--payments), turn by turn`,
  onRequest: true,
  options: ['payments'],
  run: compare,
};

async function compare(bench: Bench): Promise<readonly Row[]> {
  const many = Number(bench.options['payments'] ?? (bench.quick ? MANY_QUICKLY : MANY));
  if (!(Number.isInteger(many) && many >= 2 * FEW)) throw new Error(`--payments is a whole number from ${2 * FEW} on.`);
  const postgres = await bench.servers.startPostgres(SETTINGS);
  const worlds: GrowthWorld[] = [];
  try {
    const now = new Date(Math.floor(Date.now() / 1000) * 1000);
    for (const payments of [FEW, many]) {
      bench.say(`Storing ${payments.toLocaleString('en')} payments …`);
      const { url } = await postgres.database();
      const onProgress = (done: number): void =>
        done % 500_000 === 0 ? bench.say(`  ${done.toLocaleString('en')} stored`) : undefined;
      worlds.push(await openGrowthWorld({ url, payments, open: OPEN, now, onProgress }));
    }
    const [few, lots] = worlds as [GrowthWorld, GrowthWorld];
    const rows: Row[] = [];
    for (const operation of OPERATIONS) {
      const turns = bench.repetitions ?? (bench.quick ? TURNS_QUICKLY : TURNS);
      const before = bench.statements ? await pagesRead(lots) : null;
      const times = await takeTurns(operation, { few, lots, turns });
      if (before !== null) sayPagesRead(bench, operation, { before, after: await pagesRead(lots) });
      rows.push(
        row({
          measure: operation.name,
          unit: 'ms',
          ours: median(times.lots),
          against: { what: `with ${FEW.toLocaleString('en')} stored`, value: median(times.few) },
          target: { of: 'ratio', most: MOST },
          repetitions: times.lots,
        }),
      );
    }
    for (const line of await updatesInPlace(lots)) bench.say(`  ${line}`);
    const failures = worlds.flatMap((world) => world.failures);
    if (failures.length > 0) throw new Error(`The product told of failures:\n${failures.slice(0, 10).join('\n')}`);
    return rows;
  } finally {
    for (const world of worlds) await world.close();
    await postgres.stop();
  }
}

/** Both databases in turns, the other one first each time, so that whatever else the machine does hits both alike. */
export async function takeTurns(
  operation: Operation,
  { few, lots, turns }: { readonly few: GrowthWorld; readonly lots: GrowthWorld; readonly turns: number },
): Promise<{ few: number[]; lots: number[] }> {
  const times = { few: [] as number[], lots: [] as number[] };
  for (let turn = 0; turn < WARM_TURNS + turns; turn += 1) {
    const did = new Set<number>();
    for (const size of turn % 2 === 0 ? (['few', 'lots'] as const) : (['lots', 'few'] as const)) {
      const world = size === 'few' ? few : lots;
      await operation.prepare?.(world, turn);
      const begin = performance.now();
      did.add(await operation.run(world, turn));
      if (turn >= WARM_TURNS) times[size].push(performance.now() - begin);
    }
    // Otherwise the times would be of different work.
    if (did.size !== 1 || (did.has(0) && !operation.doesNothing))
      throw new Error(`${operation.name}: turn ${turn} did ${[...did].join(' and ')}.`);
  }
  return times;
}

/** Pages that Postgres did not have in its memory when it wanted them, by index and table, since it started. */
async function pagesRead({ dataSource }: GrowthWorld): Promise<ReadonlyMap<string, number>> {
  await delay(STATISTICS_TOLD_MS);
  const rows = await dataSource.query<{ name: string; read: number }[]>(
    `select indexrelname as name, idx_blks_read::int as read from pg_statio_user_indexes
     union all select relname, heap_blks_read::int from pg_statio_user_tables`,
  );
  return new Map(rows.map(({ name, read }) => [name, read]));
}

function sayPagesRead(
  bench: Bench,
  { name }: Operation,
  { before, after }: { readonly before: ReadonlyMap<string, number>; readonly after: ReadonlyMap<string, number> },
): void {
  const read = [...after]
    .map(([of, pages]) => ({ of, pages: pages - (before.get(of) ?? 0) }))
    .filter(({ pages }) => pages >= PAGES_TOLD)
    .sort((one, other) => other.pages - one.pages);
  bench.say(`  ${name}`);
  for (const { of, pages } of read.slice(0, READ_MOST)) bench.say(`    ${pages} pages of ${of} read`);
}

/** Of the tables whose rows change most: how many of the changes touched no index, because the page had room. */
async function updatesInPlace({ dataSource }: GrowthWorld): Promise<string[]> {
  // What a connection counted is told once it has been idle for a while.
  await delay(STATISTICS_TOLD_MS);
  const tables = await dataSource.query<{ name: string; updates: number; inPlace: number }[]>(
    `select relname as name, n_tup_upd::int as updates, n_tup_hot_upd::int as "inPlace" from pg_stat_user_tables
     where relname in ('payment', 'cip', 'stock_hold') order by relname`,
  );
  return tables.map(
    ({ name, updates, inPlace }) =>
      `${name}: ${inPlace} of ${updates} updates in place (${Math.round((100 * inPlace) / updates)} %)`,
  );
}
