import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../accounts/audit-log.js';
import type { Clock } from '../clock.port.js';
import { canonicalJson } from '../json.js';
import {
  boundsOf,
  lastDroppableMonth,
  listMonths,
  MESSAGE_KINDS,
  type MessageKind,
  type MessageMonth,
  type Month,
  partitionOf,
  readMonth,
  TIME_COLUMN,
} from './message-months.js';

export interface MessageArchiveOptions {
  /** RETENTION_MONTHS; 6 or more. */
  readonly retentionMonths: number;
}

export interface ExportedMonth {
  readonly file: string;
  readonly rows: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  readonly exportedAt: Date;
  readonly droppedAt: Date | null;
}

export interface ArchivedMonth extends MessageMonth {
  /** RETENTION_MONTHS have passed since it ended. */
  readonly mayGo: boolean;
  readonly exported: ExportedMonth | null;
}

export type ExportOutcome =
  | { readonly kind: 'exported'; readonly exported: ExportedMonth }
  | { readonly kind: 'empty' }
  | { readonly kind: 'running' };

export type DropOutcome =
  | { readonly kind: 'dropped'; readonly rows: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_young'; readonly lastMonth: Month }
  | { readonly kind: 'not_exported' }
  | { readonly kind: 'grown'; readonly exported: number; readonly rows: number }
  | { readonly kind: 'unapplied'; readonly unapplied: number };

interface ExportRow {
  readonly kind: MessageKind;
  readonly month: Month;
  readonly file: string;
  readonly rows: number;
  readonly sha256: Buffer;
  readonly exported_at: Date;
  readonly dropped_at: Date | null;
}

const PAGE = 500;

/**
 * Raw messages leave the database a month at a time, and only what stands in a file leaves (requirement R17): written,
 * flushed, read back, counted, its SHA-256 recorded; then dropped, when RETENTION_MONTHS have passed since the month
 * ended and nothing in it still waits for somebody.
 */
export class MessageArchive {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly options: MessageArchiveOptions,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** The last month that may go now. */
  get lastMonth(): Month {
    return lastDroppableMonth(this.clock.now(), this.options.retentionMonths);
  }

  /** Every month that holds messages, earliest first, and what may become of it. */
  async list(): Promise<ArchivedMonth[]> {
    const thisMonth = this.clock.now().toISOString().slice(0, 7);
    const exports = await this.dataSource.query<ExportRow[]>('select * from message_export');
    const months = await Promise.all(MESSAGE_KINDS.map((kind) => listMonths(this.dataSource, kind, thisMonth)));
    return months.flat().map((month) => {
      const exported = exports.find((row) => row.kind === month.kind && row.month === month.month);
      return { ...month, mayGo: month.month <= this.lastMonth, exported: exported ? toExported(exported) : null };
    });
  }

  /**
   * Writes a month to `<folder>/<kind>-<month>.ndjson.gz`, a row a line, raw bytes in base64. An earlier file of that
   * name is replaced only by a whole new one. Throws what the file system says; nothing is recorded then.
   */
  async export(input: { kind: MessageKind; month: Month; folder: string; actor: string }): Promise<ExportOutcome> {
    const { kind, month, folder, actor } = input;
    if (boundsOf(month).to > this.clock.now()) return { kind: 'running' };
    if (!(await readMonth(this.dataSource, kind, month))) return { kind: 'empty' };
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${kind}-${month}.ndjson.gz`);
    const part = `${file}.${process.pid}.part`;
    try {
      let rows = 0;
      const lines = this.lines(kind, month, () => (rows += 1));
      await pipeline(Readable.from(lines), createGzip(), createWriteStream(part, { mode: 0o600 }));
      await flushToDisk(part);
      const read = await readBack(part);
      if (read.rows !== rows) throw new Error(`${part} holds ${read.rows} rows where ${rows} were written`);
      await rename(part, file);
      await flushToDisk(folder);
      const exportedAt = this.clock.now();
      await this.dataSource.transaction(async (manager) => {
        await manager.query(
          `insert into message_export (kind, month, file, rows, sha256, exported_by, exported_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict (kind, month) do update set file = excluded.file,
             rows = excluded.rows, sha256 = excluded.sha256, exported_by = excluded.exported_by,
             exported_at = excluded.exported_at`,
          [kind, month, basename(file), rows, read.sha256, actor, exportedAt],
        );
        const data = { file: basename(file), rows, sha256: read.sha256.toString('hex') };
        await this.audit.record({ actor, action: 'messages.exported', subject: `${kind}:${month}`, data }, manager);
      });
      const sha256 = read.sha256.toString('hex');
      return { kind: 'exported', exported: { file: basename(file), rows, sha256, exportedAt, droppedAt: null } };
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Takes a month out of the database, or says why it must stay. */
  drop({ kind, month, actor }: { kind: MessageKind; month: Month; actor: string }): Promise<DropOutcome> {
    return this.dataSource.transaction(async (manager): Promise<DropOutcome> => {
      // A drop waits for nobody longer than this: what reads and writes messages goes first.
      await manager.query(`set local lock_timeout = '5s'`);
      await manager.query(`select pg_advisory_xact_lock(hashtext('chasqui-partitions'))`);
      if (month > this.lastMonth) return { kind: 'too_young', lastMonth: this.lastMonth };
      const held = await readMonth(manager, kind, month);
      if (!held) return { kind: 'empty' };
      const [exported] = await manager.query<ExportRow[]>(
        'select * from message_export where kind = $1 and month = $2 for update',
        [kind, month],
      );
      if (!exported) return { kind: 'not_exported' };
      if (exported.rows !== held.rows) return { kind: 'grown', exported: exported.rows, rows: held.rows };
      if (held.unapplied > 0) return { kind: 'unapplied', unapplied: held.unapplied };
      await this.remove(manager, kind, month);
      const droppedAt = this.clock.now();
      await manager.query('update message_export set dropped_by = $3, dropped_at = $4 where kind = $1 and month = $2', [
        kind,
        month,
        actor,
        droppedAt,
      ]);
      const data = { rows: held.rows, file: exported.file };
      await this.audit.record({ actor, action: 'messages.dropped', subject: `${kind}:${month}`, data }, manager);
      return { kind: 'dropped', rows: held.rows };
    });
  }

  /**
   * Exports and drops the earliest month that may go and is whole. Returns how many were dropped: 1 or 0. A month that
   * must stay for a message nobody has applied holds up no later one.
   */
  async archiveNext({ folder, actor }: { folder: string; actor: string }): Promise<number> {
    for (const kind of MESSAGE_KINDS) {
      for (const { month, unapplied } of await listMonths(this.dataSource, kind, this.lastMonth)) {
        if (unapplied > 0) continue;
        await this.export({ kind, month, folder, actor });
        if ((await this.drop({ kind, month, actor })).kind === 'dropped') return 1;
      }
    }
    return 0;
  }

  private async remove(manager: EntityManager, kind: MessageKind, month: Month): Promise<void> {
    const { from, to } = boundsOf(month);
    const partition = partitionOf(kind, month);
    const [found] = await manager.query<{ exists: boolean }[]>('select to_regclass($1) is not null as exists', [
      partition,
    ]);
    if (found?.exists === true) await manager.query(`drop table ${partition}`);
    const column = TIME_COLUMN[kind];
    await manager.query(`delete from ${kind}_default where ${column} >= $1 and ${column} < $2`, [from, to]);
  }

  private async *lines(kind: MessageKind, month: Month, onRow: () => void): AsyncGenerator<string> {
    const { from, to } = boundsOf(month);
    const column = TIME_COLUMN[kind];
    // The instant as text: a Date would cut the microseconds off, and the page after it would begin before its end.
    let after = { at: from.toISOString(), id: '' };
    for (;;) {
      const rows = await this.dataSource.query<(Record<string, unknown> & { id: string; page_at: string })[]>(
        `select *, ${column}::text as page_at from ${kind}
         where (${column}, id) > ($1::timestamptz, $2) and ${column} < $3 order by ${column}, id limit $4`,
        [after.at, after.id, to, PAGE],
      );
      for (const { page_at: _pageAt, ...row } of rows) {
        onRow();
        yield `${canonicalJson(toLine(row))}\n`;
      }
      const last = rows.at(-1);
      if (!last) return;
      after = { at: last.page_at, id: last.id };
    }
  }
}

function toExported(row: ExportRow): ExportedMonth {
  return {
    file: row.file,
    rows: row.rows,
    sha256: row.sha256.toString('hex'),
    exportedAt: row.exported_at,
    droppedAt: row.dropped_at,
  };
}

function toLine(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('base64') : value]),
  );
}

async function flushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the file really holds, decompressed: its lines and its own SHA-256. */
async function readBack(file: string): Promise<{ rows: number; sha256: Buffer }> {
  const hash = createHash('sha256');
  let rows = 0;
  await pipeline(
    createReadStream(file),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createGunzip(),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) for (const byte of chunk) if (byte === 10) rows += 1;
    },
  );
  return { rows, sha256: hash.digest() };
}
