#!/usr/bin/env node
// Closes everything that is due in a database, as compiled, at a gateway inside this process that answers at once: what is
// left is our own work. Prints one line of JSON.
//   DATABASE_URL=… CLOSING_NOW=<ISO instant> CLOSING_SAYS=expired|pending node test/closing/closing-process.mjs
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { parseNotification } from '../../dist/libs/pagoefectivo/src/index.js';
import { createPayments, paymentEntities, paymentMigrations } from '../../dist/libs/payments/src/index.js';
import { createDataSource, SecretBox } from '../../dist/libs/platform/src/index.js';

const { DATABASE_URL, CLOSING_NOW, CLOSING_SAYS, CHASQUI_MASTER_KEY } = process.env;
const LIFTED = 100_000_000;
const HOUR_MS = 3_600_000;

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(...parts) {
  statements += 1;
  return Reflect.apply(query, this, parts);
};

let calls = 0;
const gateway = {
  searchCips(numbers) {
    calls += 1;
    const value = numbers.map((number) => ({
      number,
      transactionCode: null,
      amountMinor: 12_990n,
      currency: 'PEN',
      status: CLOSING_SAYS,
      rawStatus: CLOSING_SAYS === 'expired' ? 21 : 22,
      expiresAt: null,
      paidAt: null,
    }));
    return Promise.resolve({ kind: 'ok', value });
  },
  deleteCip() {
    calls += 1;
    return Promise.resolve({ kind: 'ok', value: undefined });
  },
  close: () => Promise.resolve(),
};

const dataSource = createDataSource({
  url: DATABASE_URL,
  poolSize: 5,
  entities: paymentEntities,
  migrations: paymentMigrations,
  applicationName: 'closing-process',
});
await dataSource.initialize();
let failures = 0;
const now = new Date(CLOSING_NOW);
const payments = createPayments({
  dataSource,
  clock: { now: () => now },
  settings: {
    gateway: {
      budgetPerMinute: LIFTED,
      callerWaitMs: 10_000,
      timeoutMs: 10_000,
      searchBatch: 50,
      pollScheduleMs: null,
    },
    checkout: { publicUrl: 'http://shop.test', paymentTtlMs: 24 * HOUR_MS, expiringSoonMs: [] },
    expiry: { graceMs: 0, maxHoldMs: 72 * HOUR_MS },
    refunds: { approvalAboveMinor: 20_000n },
    retentionMonths: 12,
    feedMonths: 12,
    messageArchiveDir: null,
  },
  sealer: SecretBox.fromBase64({ current: CHASQUI_MASTER_KEY }),
  connect: () => gateway,
  readNotification: parseNotification,
  signals: {
    eventsWritten: () => undefined,
    inboxChanged: () => undefined,
    casesDue: () => undefined,
    oddity: () => undefined,
    notificationFailed: () => undefined,
    failed(error, what) {
      failures += 1;
      process.stderr.write(`${what}: ${error}\n`);
    },
  },
});

const begunAt = performance.now();
const begunCpu = process.cpuUsage();
statements = 0;
let moved = 0;
for (;;) {
  const found = await payments.closing.sweep();
  if (found === 0) break;
  moved += found;
}
const seconds = (performance.now() - begunAt) / 1000;
const cpu = process.cpuUsage(begunCpu);
const databaseCpuSeconds = await databaseCpu();
await payments.close();
await dataSource.destroy();
process.stdout.write(
  `${JSON.stringify({ moved, seconds, statements, calls, failures, databaseCpuSeconds, cpuSeconds: (cpu.user + cpu.system) / 1e6 })}\n`,
);

/** What the server's processes of these connections have used; 0 where the system does not tell, or it runs elsewhere. */
async function databaseCpu() {
  const rows = await dataSource.query(`select pid from pg_stat_activity where application_name = 'closing-process'`);
  const ticks = rows.map(({ pid }) => {
    try {
      const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
      const [utime = 0, stime = 0] = fields.split(' ').slice(11, 13).map(Number);
      return utime + stime;
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}
