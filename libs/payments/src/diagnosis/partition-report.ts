import type { DataSource } from 'typeorm';

export interface PartitionReport {
  readonly table: string;
  /** Months after this one (UTC) that have a partition already, without a gap. */
  readonly monthsAhead: number;
  readonly hasCurrent: boolean;
}

/** Whether the month partitions that maintenance makes ahead are there; rows without one go to the default partition. */
export async function partitionReport(dataSource: DataSource, now: Date): Promise<PartitionReport[]> {
  const rows = await dataSource.query<{ table: string; partitions: string[] }[]>(
    `select p.relname as "table", coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as partitions
     from pg_class p left join pg_inherits i on i.inhparent = p.oid left join pg_class c on c.oid = i.inhrelid
     where p.relkind = 'p' and p.relname in ('notification', 'gateway_call')
       and p.relnamespace = current_schema()::regnamespace
     group by p.relname order by p.relname`,
  );
  return rows.map(({ table, partitions }) => {
    const has = (ahead: number): boolean => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      return partitions.includes(`${table}_${month.toISOString().slice(0, 7).replace('-', '_')}`);
    };
    let monthsAhead = 0;
    while (has(monthsAhead + 1)) monthsAhead += 1;
    return { table, monthsAhead, hasCurrent: has(0) };
  });
}
