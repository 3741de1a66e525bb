import { setTimeout as delay } from 'node:timers/promises';
import { BenchProcess } from './bench-process.js';
import type { Backend, Bench, Measure, Row } from './measure.js';
import { median, row } from './measure.js';
import { memoryDrift, type MemorySample } from './memory-drift.js';
import { peakResidentMb, residentMb } from './resident-memory.js';
import { API_KEY } from './product.js';
import type { BenchDatabase } from './servers.js';
import { ShopperRush } from './shopper-rush.js';

const APPS = [
  'checkout-api',
  'webhook-ingest',
  'reconciliation-worker',
  'expiry-worker',
  'fulfillment-worker',
  'ops-console',
  'sandbox',
] as const;
const IDLE_MOST_MB = 150;
const LOADED_MOST_MB = 600;
/** The last third of a soak may keep at most this times what the first kept. */
const DRIFT_MOST = 1.05;
const IDLE_MS = 60_000;
const SAMPLES = 10;
const LOAD_MS = 60_000;
/** Of a soak: so long it works, then it rests, and only then it is looked at. */
const WORK_MS = 50_000;
const REST_MS = 10_000;
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

export const memory: Measure = {
  name: 'memory',
  about: 'what each app keeps in memory while idle, and the whole product under load (--soak 30m: for so long)',
  onRequest: true,
  options: ['soak'],
  async run(bench) {
    const soakMs = soakOf(bench);
    const rows: Row[] = [];
    for (const backend of bench.backends) {
      rows.push(...(await idle(bench, backend)));
      rows.push(...(await loaded(bench, backend, soakMs)));
    }
    return rows;
  },
};

/** Null without `--soak`. */
function soakOf({ options, quick }: Bench): number | null {
  const text = options['soak'];
  if (text === undefined) return null;
  const [, minutes] = /^(\d{1,4})m$/.exec(text) ?? [];
  if (minutes === undefined || Number(minutes) < 3) throw new Error('--soak is minutes, from 3m on.');
  return quick ? 3 * (WORK_MS + REST_MS) : Number(minutes) * 60_000;
}

/** Each app a process with a database of its own, left alone, and looked at when its start is long over. */
async function idle(bench: Bench, backend: Backend): Promise<Row[]> {
  const running: { name: string; app: BenchProcess; database: BenchDatabase; samples: number[] }[] = [];
  try {
    for (const name of APPS) {
      const database = await (await bench.servers.postgres()).database();
      running.push({ name, app: await start(bench, { name, backend, database }), database, samples: [] });
    }
    await delay(bench.quick ? 3_000 : IDLE_MS);
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      await delay(500);
      for (const { app, samples } of running) samples.push(residentMb(app.pid));
    }
  } finally {
    await Promise.all(running.map(({ app }) => app.stop()));
    for (const { database } of running) await database.drop();
  }
  return running.map(({ name, samples }) => {
    const target = { of: 'ours', most: IDLE_MOST_MB } as const;
    return row({ measure: `${name}, idle`, backend, unit: 'MB', ours: median(samples), target, repetitions: samples });
  });
}

/** The whole product in one process while shoppers order and pay, through its own sandbox. */
async function loaded(bench: Bench, backend: Backend, soakMs: number | null): Promise<Row[]> {
  const database = await (await bench.servers.postgres()).database();
  const app = await start(bench, { name: 'standalone', backend, database });
  const rush = new ShopperRush(checkoutUrlOf(app.output));
  try {
    const samples: number[] = [];
    const end = performance.now() + (bench.quick ? 5_000 : LOAD_MS);
    const ordering = rush.until(() => performance.now() > end);
    while (performance.now() < end) {
      await delay(500);
      samples.push(residentMb(app.pid));
    }
    await ordering;
    const most = peakResidentMb(app.pid) ?? Math.max(...samples);
    bench.say(`  standalone on ${backend}: ${most.toFixed(0)} MB at most, ${rush.orders} orders`);
    const rows = [
      row({
        measure: 'standalone under load, at its most',
        backend,
        unit: 'MB',
        ours: most,
        target: { of: 'ours', most: LOADED_MOST_MB },
        repetitions: samples,
      }),
    ];
    return soakMs === null ? rows : [...rows, await soak(bench, { backend, app, rush, soakMs })];
  } finally {
    await app.stop();
    await database.drop();
  }
}

async function soak(
  bench: Bench,
  run: { readonly backend: Backend; readonly app: BenchProcess; readonly rush: ShopperRush; readonly soakMs: number },
): Promise<Row> {
  const { app, backend, rush, soakMs } = run;
  const begin = performance.now();
  const samples: MemorySample[] = [];
  while (performance.now() - begin < soakMs) {
    const rest = performance.now() + WORK_MS;
    await rush.until(() => performance.now() > rest);
    await delay(REST_MS);
    samples.push({ minutes: (performance.now() - begin) / 60_000, mb: residentMb(app.pid) });
  }
  const drift = memoryDrift(samples);
  const [first, last] = [drift.firstThirdMb.toFixed(0), drift.lastThirdMb.toFixed(0)];
  bench.say(
    `  soak on ${backend}: ${first} MB in the first third, ${last} MB in the last, ${drift.mbPerHour.toFixed(1)} MB an hour, ${rush.orders} orders`,
  );
  return row({
    measure: `standalone after a soak of ${Math.round(soakMs / 60_000)} minutes, at rest`,
    backend,
    unit: 'MB',
    ours: drift.lastThirdMb,
    against: { what: 'the first third of it', value: drift.firstThirdMb },
    target: { of: 'ratio', most: DRIFT_MOST },
    repetitions: samples.map(({ mb }) => mb),
  });
}

async function start(
  bench: Bench,
  { name, backend, database }: { readonly name: string; readonly backend: Backend; readonly database: BenchDatabase },
): Promise<BenchProcess> {
  const env = {
    DATABASE_URL: database.url,
    ...(backend === 'redis' ? { QUEUE_URL: await bench.servers.redis() } : {}),
    HOST: '127.0.0.1',
    CHECKOUT_API_PORT: '0',
    WEBHOOK_INGEST_PORT: '0',
    OPS_CONSOLE_PORT: '0',
    SANDBOX_PORT: '0',
    DEMO_SHOP_PORT: '0',
    HEALTH_PORT: '0',
    WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8',
    CHASQUI_MASTER_KEY: MASTER_KEY,
    CHASQUI_API_KEY: API_KEY,
    CHASQUI_DATA_DIR: bench.servers.folder,
    RATE_LIMIT_PER_MINUTE: '0',
  };
  return BenchProcess.start({ name, program: `dist/apps/${name}/src/main.js`, env, folder: bench.servers.folder });
}

function checkoutUrlOf(output: string): string {
  const [, url] = /Checkout API\s+(http:\S+)/.exec(output) ?? [];
  if (url === undefined) throw new Error(`The product did not say where its checkout API is:\n${output.slice(-2_000)}`);
  return url;
}
