import { ConfigError, formatDuration, Resources } from '#platform';
import type { CliIo } from '../cli-io.js';
import { type Command, type CommandCall, EXIT } from '../command.js';
import { checkAddresses } from '../doctor/addresses.check.js';
import { checkDatabase, checkPartitions } from '../doctor/database.check.js';
import { fail, type Finding, ok, reasonOf, warn } from '../doctor/finding.js';
import { checkAuthorization, checkGatewayClock, showEgress } from '../doctor/gateway.check.js';
import { checkQueue } from '../doctor/queue.check.js';
import { checkExpiringSecrets, checkMasterKey, checkSignatures } from '../doctor/secrets.check.js';
import { checkWork } from '../doctor/work.check.js';
import type { CliSession } from '../session/cli-session.js';
import { sandboxOffsetMs } from '../session/product-clock.js';

/** Finds the usual failures before a shopper does (requirements R8, R16, R26). */
export const doctor: Command = {
  name: 'doctor',
  usage: '[--json]',
  summary:
    'Checks configuration, database, queue, secrets, gateway and work. Exit code 1 when something must be mended.',
  options: { json: { type: 'boolean' } },
  async run({ io, session, values }: CommandCall) {
    const asJson = values['json'] === true;
    const findings: Finding[] = [];
    const resources = new Resources();
    try {
      for await (const finding of examine(session, resources)) {
        findings.push(finding);
        if (!asJson) print(finding, io);
      }
    } finally {
      await resources.close();
    }
    const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
    const warned = findings.filter(({ verdict }) => verdict === 'warn').length;
    if (asJson) io.write(`${JSON.stringify({ healthy: failed === 0, findings }, null, 2)}\n`);
    else io.write(`\n${findings.length} checks: ${failed} to mend, ${warned} to look at.\n`);
    return failed === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** What rests on something that failed is left out: it could only fail for the same reason. */
async function* examine(session: CliSession, resources: Resources): AsyncGenerator<Finding> {
  const configuration = checkConfiguration(session);
  yield* configuration;
  if (configuration.some(({ verdict }) => verdict === 'fail')) return;
  const { config } = session;
  yield* showEgress(config);
  const database = await checkDatabase(session);
  yield* database;
  if (database.some(({ verdict }) => verdict === 'fail')) {
    yield* await checkAddresses(config);
    return;
  }
  const dataSource = await session.database();
  const clock = await session.clock();
  yield* await safely('sandbox-clock', async () => showSandboxClock(await sandboxOffsetMs(dataSource)));
  yield* await safely('partitions', () => checkPartitions(dataSource, clock.now()));
  yield* await safely('queue', () => checkQueue(session, resources));
  const keys = await safely('master-key', () => checkMasterKey(config, dataSource));
  yield* keys;
  if (keys.every(({ verdict }) => verdict !== 'fail')) yield* examineAccounts(session);
  yield* await safely('overdue-work', () => checkWork(dataSource, clock.now()));
  yield* await safely('public-url', () => checkAddresses(config));
}

async function* examineAccounts(session: CliSession): AsyncGenerator<Finding> {
  const payments = await session.payments();
  const clock = await session.clock();
  const accounts = await payments.accounts.all();
  if (accounts.length === 0) {
    yield warn(
      'gateway',
      'There is no gateway account yet.',
      'Set the PAGOEFECTIVO_… variables and start the product.',
    );
  }
  for (const account of accounts) {
    yield* await safely('gateway', () => checkAuthorization(session, account, clock));
    yield* await safely('gateway-clock', () => checkGatewayClock(session.config, account));
    yield* await safely('signature', async () => checkSignatures(account, clock.now()));
  }
  yield* await safely('secret-expiry', () => checkExpiringSecrets(payments));
}

function checkConfiguration(session: CliSession): Finding[] {
  try {
    const { warnings, database } = session.config;
    const where =
      database.url === null ? `the embedded database under ${database.dataDir}` : 'the database of DATABASE_URL';
    return [
      ok('configuration', `The environment is sound; this looks at ${where}.`),
      ...warnings.map((warning) => warn('configuration', warning, 'Correct the variable, or leave it if it is meant.')),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => fail('configuration', problem, 'Correct the variable.'));
  }
}

function showSandboxClock(offsetMs: number): Finding[] {
  if (offsetMs === 0) return [];
  return [ok('sandbox-clock', `The sandbox has moved the product's clock ahead by ${formatDuration(offsetMs)}.`)];
}

/** A check that could not be made is a failure like one that was not passed. */
async function safely(check: string, examination: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await examination();
  } catch (error) {
    return [fail(check, `This could not be checked: ${reasonOf(error)}.`, 'Mend that, and ask the doctor again.')];
  }
}

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

function print({ verdict, check, what, mend }: Finding, io: CliIo): void {
  io.write(`${MARKS[verdict]}  ${check.padEnd(20)}  ${what}\n`);
  if (mend !== undefined) io.write(`${' '.repeat(28)}→ ${mend}\n`);
}
