// The payments library as compiled, in the process that imports this, with its statements and its CPU counted: for programs
// that measure one part of it without HTTP and queue.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { parseNotification } from '../../dist/libs/pagoefectivo/src/index.js';
import { createPayments, paymentEntities, paymentMigrations } from '../../dist/libs/payments/src/index.js';
import { createDataSource, SecretBox } from '../../dist/libs/platform/src/index.js';

const HOUR_MS = 3_600_000;
const LIFTED = 100_000_000;

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(...parts) {
  statements += 1;
  return Reflect.apply(query, this, parts);
};

/** Reads DATABASE_URL and CHASQUI_MASTER_KEY. `name` tells its connections from others'. */
export async function openMeasuredPayments({ name, clock, gateway, poolSize, onFailure }) {
  const dataSource = createDataSource({
    url: process.env.DATABASE_URL,
    poolSize,
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: name,
  });
  await dataSource.initialize();
  const ignore = () => undefined;
  const payments = createPayments({
    dataSource,
    clock,
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
    sealer: SecretBox.fromBase64({ current: process.env.CHASQUI_MASTER_KEY }),
    connect: () => gateway,
    readNotification: parseNotification,
    signals: {
      eventsWritten: ignore,
      inboxChanged: ignore,
      casesDue: ignore,
      oddity: ignore,
      notificationFailed: ({ reason }) => onFailure(reason, 'a notification was not applied'),
      failed: onFailure,
    },
  });
  return {
    dataSource,
    payments,
    /** Repeats work that answers how much it did until that is nothing; what it took. */
    async untilDone(work) {
      const [ours, databases] = [process.cpuUsage(), await databaseCpu(dataSource, name)];
      statements = 0;
      const begunAt = performance.now();
      let count = 0;
      for (let found = await work(); found > 0; found = await work()) count += found;
      const seconds = (performance.now() - begunAt) / 1000;
      const counted = statements;
      const { user, system } = process.cpuUsage(ours);
      const databaseCpuSeconds = (await databaseCpu(dataSource, name)) - databases;
      return { count, seconds, statements: counted, cpuSeconds: (user + system) / 1e6, databaseCpuSeconds };
    },
    async close() {
      await payments.close();
      await dataSource.destroy();
    },
  };
}

/** What the server's processes of these connections have used; 0 where the system does not tell, or it runs elsewhere. */
async function databaseCpu(dataSource, name) {
  const rows = await dataSource.query('select pid from pg_stat_activity where application_name = $1', [name]);
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
