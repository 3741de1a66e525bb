import { setTimeout as pause } from 'node:timers/promises';
import { assertSchemaCompatibility, SchemaMigrationRequiredError } from 'bullmq';
import pg from 'pg';
import type { Log } from '#platform';
import { QueueBackend } from '#queues';
import type { DiagnosisSubject } from '../diagnosis-subject.js';
import { fail, type Finding, ok, reasonOf, warn } from '../finding.js';
import { checkRedis } from './redis.check.js';

const ANSWER_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** Reachable, kept as a queue must be, without failed jobs. Wakes nothing and changes nothing. */
export async function checkQueue(subject: DiagnosisSubject): Promise<Finding[]> {
  const url = await subject.queueUrl();
  const isPostgres = /^postgres(ql)?:/.test(url);
  if (isPostgres) {
    const problem = await checkPostgresTables(url);
    if (problem) return [problem];
  }
  const { prefix } = subject.config.queue;
  const backend = await QueueBackend.open({ url, prefix, workers: 0, log: SILENT });
  try {
    return await checkBackend(backend, isPostgres);
  } finally {
    await backend.close();
  }
}

async function checkBackend(backend: QueueBackend, isPostgres: boolean): Promise<Finding[]> {
  try {
    await answering(backend);
  } catch (error) {
    return [
      fail(
        'queue',
        `The queue server does not answer: ${reasonOf(error)}. Work goes on by sweeps, slower.`,
        'Correct QUEUE_URL, or start the queue server.',
      ),
    ];
  }
  return [
    ok('queue', isPostgres ? 'The queue runs on Postgres and answers.' : 'The queue runs on Redis and answers.'),
    ...(isPostgres ? [] : await checkRedis(backend)),
    await checkFailedJobs(backend),
  ];
}

/** Read first: opening the backend would bring the tables up to date, and a doctor only looks. */
async function checkPostgresTables(url: string): Promise<Finding | null> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c search_path=bullmq',
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    application_name: 'chasqui-doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await assertSchemaCompatibility(client);
    return null;
  } catch (error) {
    return error instanceof SchemaMigrationRequiredError
      ? fail('queue', 'The queue tables are not at the schema that this version needs.', 'Run `npm run migrate`.')
      : fail('queue', `The queue's Postgres cannot be used: ${reasonOf(error)}.`, 'Correct QUEUE_URL.');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answering(backend: QueueBackend): Promise<void> {
  const deadline = performance.now() + ANSWER_WITHIN_MS;
  for (;;) {
    try {
      return await Promise.race([backend.ping(), refuseAfter(Math.max(1, deadline - performance.now()))]);
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await pause(LOOK_EVERY_MS);
    }
  }
}

async function refuseAfter(ms: number): Promise<never> {
  await pause(ms, undefined, { ref: false });
  throw new Error(`no answer within ${Math.round(ANSWER_WITHIN_MS / 1000)} s`);
}

async function checkFailedJobs(backend: QueueBackend): Promise<Finding> {
  const counts = await Promise.all(
    backend.queues().map(async (queue) => ({ name: queue.name, failed: await queue.getFailedCount() })),
  );
  const failed = counts.filter((count) => count.failed > 0);
  if (failed.length === 0) return ok('failed-jobs', 'No queue holds failed jobs.');
  const list = failed.map((count) => `${count.name} ${count.failed}`).join(', ');
  return warn('failed-jobs', `Failed jobs are kept: ${list}.`, 'Look at them in the console under Queues.');
}

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT,
};
