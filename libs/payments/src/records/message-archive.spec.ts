import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#testing';
import { Maintenance } from '../maintenance.js';
import { connect } from '../outbox/outbox.fixture.js';
import { MessageArchive } from './message-archive.js';

const NOW = new Date('2026-11-25T17:00:00Z');
const clock = { now: (): Date => NOW };
const ACTOR = 'cli';

describe('MessageArchive', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let folder: string;
  let archive: MessageArchive;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chasqui-archive-'));
    archive = new MessageArchive(dataSource, clock, { retentionMonths: 6 });
    await dataSource.query('truncate notification, gateway_call, message_export, audit_entry');
    await dataSource.query('drop table if exists notification_2026_04');
    await dataSource.query(
      `create table notification_2026_04 partition of notification for values from ('2026-04-01Z') to ('2026-05-01Z')`,
    );
    return async () => rm(folder, { recursive: true });
  });

  async function store(
    id: string,
    receivedAt: string,
    status = 'applied',
    raw = Buffer.from([0, 255, 10]),
  ): Promise<void> {
    await dataSource.query(
      `insert into notification (id, received_at, lane, raw, headers, signature_verdict, source_verdict, body_verdict, status)
       values ($1, $2, 'inbox', $3, '{"pe-signature":"ab"}', 'valid', 'allowed', 'ok', $4)`,
      [id, receivedAt, raw, status],
    );
  }

  const april = { kind: 'notification', month: '2026-04', actor: ACTOR } as const;
  const drop = (month = '2026-04'): ReturnType<MessageArchive['drop']> => archive.drop({ ...april, month });
  const left = async (): Promise<string[]> =>
    (await dataSource.query<{ id: string }[]>('select id from notification order by id')).map(({ id }) => id);

  it('writes a month whole, byte for byte, and records what it wrote', async () => {
    await store('n1', '2026-04-01T00:00:00.000Z');
    // More than one page, and two of one instant.
    await dataSource.query(
      `insert into notification (id, received_at, lane, raw, headers, signature_verdict, source_verdict, body_verdict, status)
       select 'p' || n, '2026-04-15Z', 'inbox', '\\x01', '{}', 'valid', 'allowed', 'ok', 'applied' from generate_series(1, 1200) n`,
    );
    await store('n2', '2026-04-30T23:59:59.999Z');
    await store('n3', '2026-05-01T00:00:00.000Z');
    const outcome = await archive.export({ ...april, folder });
    expect(outcome).toMatchObject({
      kind: 'exported',
      exported: { file: 'notification-2026-04.ndjson.gz', rows: 1202 },
    });
    const file = await readFile(join(folder, 'notification-2026-04.ndjson.gz'));
    const lines = gunzipSync(file).toString().trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as { id: string; raw: string; headers: unknown });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1202);
    expect(rows[0]).toMatchObject({
      id: 'n1',
      raw: Buffer.from([0, 255, 10]).toString('base64'),
      headers: { 'pe-signature': 'ab' },
    });
    expect(rows.at(-1)?.id).toBe('n2');
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(outcome).toMatchObject({ exported: { sha256 } });
    const april26 = (await archive.list()).find(({ month }) => month === '2026-04');
    expect(april26).toMatchObject({ mayGo: true, rows: 1202, inDefault: false, exported: { sha256, droppedAt: null } });
    expect(await readdir(folder)).toEqual(['notification-2026-04.ndjson.gz']);
  });

  it('drops a month that is old enough and exported, and says so in the audit log', async () => {
    await store('n1', '2026-04-10Z');
    await store('n2', '2026-05-10Z');
    await archive.export({ ...april, folder });
    expect(await drop()).toEqual({ kind: 'dropped', rows: 1 });
    expect(await left()).toEqual(['n2']);
    expect(await drop()).toEqual({ kind: 'empty' });
    const actions = await dataSource.query<{ action: string }[]>('select action from audit_entry order by action desc');
    expect(actions.map(({ action }) => action)).toEqual(['messages.exported', 'messages.dropped']);
  });

  it('drops nothing that is not exported, or that came after the export', async () => {
    await store('n1', '2026-04-10Z');
    expect(await drop()).toEqual({ kind: 'not_exported' });
    await archive.export({ ...april, folder });
    await store('n2', '2026-04-11Z');
    expect(await drop()).toEqual({ kind: 'grown', exported: 1, rows: 2 });
    expect(await left()).toEqual(['n1', 'n2']);
  });

  it.each(['pending', 'waiting', 'failed'])('keeps a month in which a notification is %s', async (status) => {
    await store('n1', '2026-04-10Z', status);
    await archive.export({ ...april, folder });
    expect(await drop()).toEqual({ kind: 'unapplied', unapplied: 1 });
    expect(await left()).toEqual(['n1']);
  });

  it('keeps the months that RETENTION_MONTHS demands, to the day', async () => {
    await store('n1', '2026-05-10Z');
    await archive.export({ ...april, month: '2026-05', folder });
    // Half a year before 25 November is 25 May: May is not over by then.
    expect(await drop('2026-05')).toEqual({ kind: 'too_young', lastMonth: '2026-04' });
    const later = new MessageArchive(
      dataSource,
      { now: () => new Date('2026-12-01T00:00:00Z') },
      { retentionMonths: 6 },
    );
    expect(await later.drop({ ...april, month: '2026-05' })).toEqual({ kind: 'dropped', rows: 1 });
  });

  it('does not export a month that still runs', async () => {
    await store('n1', '2026-11-10Z');
    expect(await archive.export({ ...april, month: '2026-11', folder })).toEqual({ kind: 'running' });
  });

  it('leaves neither a half file nor a record behind when it cannot write', async () => {
    await store('n1', '2026-04-10Z');
    await writeFile(join(folder, 'occupied'), '');
    await expect(archive.export({ ...april, folder: join(folder, 'occupied') })).rejects.toThrow('EEXIST');
    await mkdir(join(folder, 'notification-2026-04.ndjson.gz'));
    await expect(archive.export({ ...april, folder })).rejects.toThrow('EISDIR');
    expect((await readdir(folder)).sort()).toEqual(['notification-2026-04.ndjson.gz', 'occupied']);
    expect((await archive.list())[0]?.exported).toBeNull();
  });

  it('lets maintenance take the oldest months away one by one, around one that must stay', async () => {
    await store('n1', '2026-01-10Z');
    await store('n2', '2026-02-10Z', 'failed');
    await store('n3', '2026-04-10Z');
    await store('n4', '2026-05-10Z');
    const maintenance = new Maintenance(dataSource, clock, { archive, archiveFolder: folder });
    await maintenance.run();
    expect(await left()).toEqual(['n2', 'n3', 'n4']);
    await maintenance.run();
    await maintenance.run();
    expect(await left()).toEqual(['n2', 'n4']);
    expect((await readdir(folder)).sort()).toEqual([
      'notification-2026-01.ndjson.gz',
      'notification-2026-04.ndjson.gz',
    ]);
  });

  it('takes nothing away by itself while no folder is named', async () => {
    await store('n1', '2026-01-10Z');
    await new Maintenance(dataSource, clock, { archive, archiveFolder: null }).run();
    expect(await left()).toEqual(['n1']);
  });
});
