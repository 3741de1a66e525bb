import type { DataSource } from 'typeorm';

export interface PartitionReport {
  readonly table: string;
  /** Months after this one (UTC) that have a partition already, without a gap. */
  readonly monthsAhead: number;
  readonly hasCurrent: boolean;
  /** Rows that came while their month had no partition. */
  readonly inDefault: number;
  /** Time of the earliest of them; null when there is none. */
  readonly defaultSince: Date | null;
}

/** The partitioned tables, each with the column that it is partitioned by. */
const TIME_COLUMNS = { gateway_call: 'at', notification: 'received_at' } as const;

/** Whether the month partitions that maintenance makes ahead are there; rows without one go to the default partition. */
export async function partitionReport(dataSource: DataSource, now: Date): Promise<PartitionReport[]> {
  const rows = await dataSource.query<{ table: keyof typeof TIME_COLUMNS; partitions: string[] }[]>(
    `select p.relname as "table", coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as partitions
     from pg_class p left join pg_inherits i on i.inhparent = p.oid left join pg_class c on c.oid = i.inhrelid
     where p.relkind = 'p' and p.relname = any($1)
       and p.relnamespace = current_schema()::regnamespace
     group by p.relname order by p.relname`,
    [Object.keys(TIME_COLUMNS)],
  );
  const reports: PartitionReport[] = [];
  for (const { table, partitions } of rows) {
    const has = (ahead: number): boolean => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      return partitions.includes(`${table}_${month.toISOString().slice(0, 7).replace('-', '_')}`);
    };
    let monthsAhead = 0;
    while (has(monthsAhead + 1)) monthsAhead += 1;
    const [left] = await dataSource.query<{ count: number; since: Date | null }[]>(
      `select count(*)::int as count, min(${TIME_COLUMNS[table]}) as since from ${table}_default`,
    );
    reports.push({
      table,
      monthsAhead,
      hasCurrent: has(0),
      inDefault: left?.count ?? 0,
      defaultSince: left?.since ?? null,
    });
  }
  return reports;
}
