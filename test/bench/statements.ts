import type { Bench } from './measure.js';
import type { BenchDatabase } from './servers.js';

/** Postgres settings under which it counts statements: with `--statements` only, as counting costs a little. */
export const COUNTING = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on' };
const SHOWN = 45;
const MOST_TEXT = 110;

/** Says which statements of this database took most of Postgres' time since its orders were made. */
export async function sayStatements(bench: Bench, database: BenchDatabase): Promise<void> {
  const rows = await database.query<StatementRow>(
    `select calls, total_exec_time + total_plan_time as total_ms, total_plan_time as plan_ms, mean_exec_time as mean_ms, rows, query
     from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
     order by 2 desc limit ${SHOWN}`,
  );
  bench.say('  total ms planning   calls   mean ms      rows  statement');
  for (const { calls, total_ms, plan_ms, mean_ms, rows: touched, query } of rows) {
    const figures = [
      total_ms.toFixed(0).padStart(8),
      plan_ms.toFixed(0).padStart(8),
      calls.padStart(7),
      mean_ms.toFixed(3).padStart(9),
    ];
    const text = query.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TEXT);
    bench.say(`  ${figures.join(' ')} ${touched.padStart(9)}  ${text}`);
  }
}

interface StatementRow {
  readonly calls: string;
  readonly total_ms: number;
  readonly plan_ms: number;
  readonly mean_ms: number;
  readonly rows: string;
  readonly query: string;
}
