#!/usr/bin/env node
// Applies every notification that waits in a database, as the reconciliation worker does, and numbers the events: as
// compiled, in one process, with nothing beside it. Prints one line of JSON.
//   DATABASE_URL=… CHASQUI_MASTER_KEY=… [INBOX_BATCH=500] node test/bench/inbox-process.mjs
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { parseNotification } from '../../dist/libs/pagoefectivo/src/index.js';
import { createPayments, EventRelay, paymentEntities, paymentMigrations } from '../../dist/libs/payments/src/index.js';
import { createDataSource, SecretBox, SystemClock } from '../../dist/libs/platform/src/index.js';

const { DATABASE_URL, CHASQUI_MASTER_KEY, INBOX_BATCH = '500' } = process.env;
const NAME = 'inbox-process';
const HOUR_MS = 3_600_000;

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(...parts) {
  statements += 1;
  return Reflect.apply(query, this, parts);
};

const clock = new SystemClock();
const dataSource = createDataSource({
  url: DATABASE_URL,
  poolSize: 2,
  entities: paymentEntities,
  migrations: paymentMigrations,
  applicationName: NAME,
});
await dataSource.initialize();
const ignore = () => undefined;
const payments = createPayments({
  dataSource,
  clock,
  settings: {
    gateway: { budgetPerMinute: 120, callerWaitMs: 10_000, timeoutMs: 10_000, searchBatch: 50, pollScheduleMs: null },
    checkout: { publicUrl: 'http://shop.test', paymentTtlMs: 24 * HOUR_MS, expiringSoonMs: [] },
    expiry: { graceMs: 0, maxHoldMs: 72 * HOUR_MS },
    refunds: { approvalAboveMinor: 20_000n },
    retentionMonths: 12,
    feedMonths: 12,
    messageArchiveDir: null,
  },
  sealer: SecretBox.fromBase64({ current: CHASQUI_MASTER_KEY }),
  connect: () => {
    throw new Error('an inbox is applied without the gateway');
  },
  readNotification: parseNotification,
  signals: {
    eventsWritten: ignore,
    inboxChanged: ignore,
    casesDue: ignore,
    oddity: ignore,
    notificationFailed({ reason }) {
      process.stderr.write(`not applied: ${reason}\n`);
    },
    failed(error, what) {
      process.stderr.write(`${what}: ${error}\n`);
    },
  },
});
const relay = new EventRelay(dataSource, clock);

const applied = await measured(() => payments.applier.drain(Number(INBOX_BATCH)));
const numbered = await measured(() => relay.relay());
await payments.close();
await dataSource.destroy();
process.stdout.write(`${JSON.stringify({ applied, numbered })}\n`);

/** Repeats the work until it finds nothing more to do. */
async function measured(work) {
  const [ours, databases] = [process.cpuUsage(), await databaseCpu()];
  statements = 0;
  const begunAt = performance.now();
  let count = 0;
  for (let found = await work(); found > 0; found = await work()) count += found;
  const seconds = (performance.now() - begunAt) / 1000;
  const counted = statements;
  const { user, system } = process.cpuUsage(ours);
  return {
    count,
    seconds,
    statements: counted,
    cpuSeconds: (user + system) / 1e6,
    databaseCpuSeconds: (await databaseCpu()) - databases,
  };
}

/** What the server's processes of these connections have used; NaN where the system does not tell. */
async function databaseCpu() {
  const rows = await dataSource.query('select pid from pg_stat_activity where application_name = $1', [NAME]);
  const ticks = rows.map(({ pid }) => {
    try {
      const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
      const [utime = 0, stime = 0] = fields.split(' ').slice(11, 13).map(Number);
      return utime + stime;
    } catch {
      return Number.NaN;
    }
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}
