import type { DataSource, EntityManager } from 'typeorm';

export const MESSAGE_KINDS = ['notification', 'gateway_call'] as const;
/** What PagoEfectivo sent, and what it was asked and answered. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** The column that each is partitioned by. */
export const TIME_COLUMN: Readonly<Record<MessageKind, 'received_at' | 'at'>> = {
  notification: 'received_at',
  gateway_call: 'at',
};

/** A calendar month in UTC, as the partitions are: `2025-09`. */
export type Month = string;

export function monthOf(at: Date): Month {
  return at.toISOString().slice(0, 7);
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** From its first instant up to, and without, the first of the next month. */
export function boundsOf(month: Month): { readonly from: Date; readonly to: Date } {
  const from = new Date(`${month}-01T00:00:00.000Z`);
  return { from, to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)) };
}

/** The last month that may go at `now`: it ended `months` whole months ago or earlier. */
export function lastDroppableMonth(now: Date, months: number): Month {
  return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months - 1, 1)));
}

export function partitionOf(kind: MessageKind, month: Month): string {
  return `${kind}_${month.replace('-', '_')}`;
}

export interface MessageMonth {
  readonly kind: MessageKind;
  readonly month: Month;
  readonly rows: number;
  /** Notifications that nobody has applied or judged yet: while there is one, the month stays. */
  readonly unapplied: number;
  /** Some of its rows stand in the default partition. */
  readonly inDefault: boolean;
}

/** A month and what it holds; null when it holds nothing. */
export async function readMonth(
  source: DataSource | EntityManager,
  kind: MessageKind,
  month: Month,
): Promise<MessageMonth | null> {
  const { from, to } = boundsOf(month);
  const column = TIME_COLUMN[kind];
  const unapplied =
    kind === 'notification' ? `count(*) filter (where status in ('pending', 'waiting', 'failed'))` : '0';
  const [row] = await source.query<{ rows: number; unapplied: number; loose: number }[]>(
    `select count(*)::int as rows, (${unapplied})::int as unapplied,
       count(*) filter (where tableoid = '${kind}_default'::regclass)::int as loose
     from ${kind} where ${column} >= $1 and ${column} < $2`,
    [from, to],
  );
  if (!row || row.rows === 0) return null;
  return { kind, month, rows: row.rows, unapplied: row.unapplied, inDefault: row.loose > 0 };
}

/** Months of a kind that hold rows, up to one, earliest first. Counts each of them, and no other. */
export async function listMonths(dataSource: DataSource, kind: MessageKind, upTo: Month): Promise<MessageMonth[]> {
  const { to } = boundsOf(upTo);
  const column = TIME_COLUMN[kind];
  const partitions = await dataSource.query<{ month: Month }[]>(
    `select replace(right(c.relname, 7), '_', '-') as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass and c.relname ~ '_\\d{4}_\\d{2}$'`,
    [kind],
  );
  const loose = await dataSource.query<{ month: Month }[]>(
    `select distinct to_char(${column} at time zone 'UTC', 'YYYY-MM') as month from ${kind}_default where ${column} < $1`,
    [to],
  );
  const months = new Set([...partitions, ...loose].map(({ month }) => month).filter((month) => month <= upTo));
  const found: MessageMonth[] = [];
  for (const month of [...months].sort()) {
    const held = await readMonth(dataSource, kind, month);
    if (held) found.push(held);
  }
  return found;
}
