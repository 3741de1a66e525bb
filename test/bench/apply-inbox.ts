import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { newId, type NotificationRecord, NotificationIntake } from '#payments';
import { ROOT } from './bench-process.js';
import { type Measure, median, repetitionsOf, row, type Row } from './measure.js';
import { BenchProduct, FIRST_CIP, MASTER_KEY } from './product.js';

/** Stored together by one flush of the intake; it refuses more than ten thousand that wait. */
const STORED_AT_ONCE = 5_000;

interface Work {
  readonly count: number;
  readonly seconds: number;
  readonly statements: number;
  readonly cpuSeconds: number;
  readonly databaseCpuSeconds: number;
}

interface InboxRun {
  readonly applied: Work;
  readonly numbered: Work;
}

/** The profile behind `apply`: one process, no HTTP, no queue. */
export const applyInbox: Measure = {
  name: 'inbox',
  about: 'a full inbox applied by one process, its events numbered: where the time goes',
  onRequest: true,
  options: ['batch'],
  async run(bench) {
    const count = bench.quick ? 300 : 10_000;
    const runs: InboxRun[] = [];
    const repetitions = repetitionsOf(bench, 3);
    while (runs.length < repetitions) {
      const product = await BenchProduct.start(bench, { backend: 'postgres', apps: [] });
      try {
        await product.openOrders({ from: 0, count });
        await fillInbox(product, count);
        runs.push(await applyAll(product, bench.options['batch'] ?? '500'));
        await expectPaid(product, count);
      } finally {
        await product.stop();
      }
    }
    return [
      ...rowsOf(
        'applied',
        runs.map(({ applied }) => applied),
      ),
      ...rowsOf(
        'numbered',
        runs.map(({ numbered }) => numbered),
      ),
    ];
  },
};

function rowsOf(what: string, works: readonly Work[]): Row[] {
  const figure = (measure: string, unit: string, of: (work: Work) => number): Row => {
    const repetitions = works.map((work) => of(work));
    return row({ measure: `${what}: ${measure}`, unit, ours: median(repetitions), target: null, repetitions });
  };
  const microseconds = (seconds: number, { count }: Work): number => (seconds / count) * 1e6;
  return [
    figure('by one process', '/s', (work) => work.count / work.seconds),
    figure('CPU of ours each', 'µs', (work) => microseconds(work.cpuSeconds, work)),
    figure("CPU of Postgres' each", 'µs', (work) => microseconds(work.databaseCpuSeconds, work)),
    figure('statements each', '', (work) => work.statements / work.count),
  ];
}

async function fillInbox(product: BenchProduct, count: number): Promise<void> {
  const accountId = await product.accountId();
  const intake = new NotificationIntake(product.dataSource, { onStored: () => undefined });
  // Shoppers pay in no order.
  const numbers = Array.from({ length: count }, (_, index) => FIRST_CIP + ((index * 7_919) % count));
  for (let from = 0; from < count; from += STORED_AT_ONCE) {
    const some = numbers.slice(from, from + STORED_AT_ONCE);
    await Promise.all(some.map((number) => intake.store(paid(number, accountId))));
  }
}

function paid(cip: number, accountId: string): NotificationRecord {
  const receivedAt = new Date();
  const operationNumber = String(cip + 1);
  const raw = `{"eventType":"cip.paid","operationNumber":"${operationNumber}","data":{"cip":"${cip}","currency":"PEN","amount":129.90}}`;
  return {
    id: newId('ntf', receivedAt),
    receivedAt,
    lane: 'inbox',
    accountId,
    pathAccount: 'default',
    raw: Buffer.from(raw),
    headers: { 'content-type': 'application/json', 'pe-signature': 'ab'.repeat(32) },
    sourceAddress: '127.0.0.1',
    peerAddress: '127.0.0.1',
    signatureVerdict: 'valid',
    sourceVerdict: 'allowed',
    bodyVerdict: 'ok',
    extrasAuthenticated: true,
    eventType: 'cip.paid',
    cipNumber: String(cip),
    operationNumber,
    transactionCode: null,
  };
}

async function applyAll(product: BenchProduct, batch: string): Promise<InboxRun> {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/bench/inbox-process.mjs'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: product.database.url,
      CHASQUI_MASTER_KEY: MASTER_KEY,
      INBOX_BATCH: batch,
    },
  });
  return JSON.parse(stdout) as InboxRun;
}

async function expectPaid(product: BenchProduct, count: number): Promise<void> {
  const [books] = await product.database.query<{ paid: number; numbered: number }>(
    `select (select count(*)::int from payment where state = 'paid') as paid,
       (select count(*)::int from outbox_event where type = 'order.paid' and position is not null) as numbered`,
  );
  if (books?.paid !== count || books.numbered !== count)
    throw new Error(`${books?.paid ?? 0} of ${count} orders were paid, ${books?.numbered ?? 0} events numbered`);
}
