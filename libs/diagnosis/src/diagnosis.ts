import type { DataSource } from 'typeorm';
import { AccountDirectory, type GatewayAccount } from '#payments';
import { type Clock, formatDuration, SecretBox, SystemClock } from '#platform';
import { checkConfiguration } from './configuration.check.js';
import { checkDatabase } from './database/database.check.js';
import { checkPartitions } from './database/partitions.check.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import { type Finding, hasFailed, ok, safely, warn } from './finding.js';
import { checkAuthorization } from './gateway/authorization.check.js';
import { checkEgress } from './gateway/egress.check.js';
import { checkGatewayNetwork } from './gateway/network.check.js';
import { checkSignatures } from './gateway/signature.check.js';
import { checkAddresses } from './notifications/addresses.check.js';
import { checkAllowList } from './notifications/allow-list.check.js';
import { checkNotificationUrl } from './notifications/notification-url.check.js';
import { checkRefusedNotifications } from './notifications/refused-notifications.check.js';
import { checkRetention } from './notifications/retention.check.js';
import { checkQueue } from './queue/queue.check.js';
import { checkMasterKey } from './secrets/master-key.check.js';
import { checkSecrets } from './secrets/secret-age.check.js';
import { checkAlerts } from './work/alerts.check.js';
import { checkEndpoints } from './work/endpoints.check.js';
import { checkWork } from './work/work.check.js';

/** What certificates are judged by, whatever clock the product runs on. */
const machine = new SystemClock();

/**
 * Finds the usual failures before a shopper does (requirements R8, R16, R26). Looks only and changes nothing. What rests
 * on something that failed is left out: it could only fail for the same reason.
 */
export async function* examine(subject: DiagnosisSubject): AsyncGenerator<Finding> {
  const { config } = subject;
  yield* checkConfiguration(config);
  const egress = await safely('egress', () => checkEgress(config));
  yield* egress;
  const database = await safely('database', () => checkDatabase(subject));
  yield* database;
  if (hasFailed(database)) {
    yield* checkRetention(config);
    yield* await safely('public-url', () => checkAddresses(config, false));
    return;
  }
  const dataSource = await subject.connection();
  const clock = await subject.clock(dataSource);
  yield* showMovedClock(clock);
  yield* await safely('partitions', () => checkPartitions(dataSource, clock.now()));
  yield* await safely('queue', () => checkQueue(subject));
  const keys = await safely('master-key', () => checkMasterKey(subject, dataSource));
  yield* keys;
  if (!hasFailed(keys)) yield* examineAccounts({ subject, dataSource, clock, canCall: !hasFailed(egress) });
  yield* await safely('secret-age', () => checkSecrets(dataSource, clock.now()));
  const environments = await knownEnvironments(dataSource);
  const takesRealMoney = environments.includes('production');
  yield* checkAllowList(config, takesRealMoney);
  yield* await safely('refused-notifications', () => checkRefusedNotifications(dataSource, clock.now()));
  yield* checkRetention(config);
  yield* await safely('overdue-work', () => checkWork(dataSource, { now: clock.now(), budget: config.gateway }));
  yield* await safely('endpoints', () => checkEndpoints(dataSource));
  yield* await safely('alerts', () => checkAlerts(dataSource, { config, now: clock.now(), takesRealMoney }));
  yield* await safely('public-url', () => checkAddresses(config, takesRealMoney));
  yield* await safely('notification-url', () => checkNotificationUrl(config, environments));
}

interface Accounts {
  readonly subject: DiagnosisSubject;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  /** Whether calls can leave this machine at all. */
  readonly canCall: boolean;
}

async function* examineAccounts({ subject, dataSource, clock, canCall }: Accounts): AsyncGenerator<Finding> {
  const { config, masterKey } = subject;
  if (masterKey === null) {
    // Without one nothing was ever sealed, and no account made.
    yield NO_ACCOUNT;
    return;
  }
  const box = SecretBox.fromConfig({ masterKey, masterKeyPrevious: config.secrets.masterKeyPrevious });
  const directory = new AccountDirectory(dataSource, clock, box);
  const accounts = await directory.all();
  if (accounts.length === 0) yield NO_ACCOUNT;
  for (const account of accounts) {
    if (canCall) yield* examineGateway(account, subject, clock);
    yield* await safely('signature', () => checkSignatures(account, clock.now()));
  }
}

const NO_ACCOUNT = warn(
  'gateway',
  'There is no gateway account yet.',
  'Set the PAGOEFECTIVO_… variables and start the product, or use `chasqui account create`.',
);

async function* examineGateway(
  account: GatewayAccount,
  { config }: DiagnosisSubject,
  clock: Clock,
): AsyncGenerator<Finding> {
  const network = await safely('gateway-dns', () => checkGatewayNetwork(account, config, machine.now()));
  yield* network;
  if (!hasFailed(network)) yield* await safely('gateway', () => checkAuthorization(account, config, clock));
}

function showMovedClock(clock: Clock): Finding[] {
  const movedMs = clock.now().getTime() - machine.now().getTime();
  if (movedMs < 1_000) return [];
  const moved = formatDuration(Math.round(movedMs / 1_000) * 1_000);
  return [ok('sandbox-clock', `The sandbox has moved the product's clock ahead by ${moved}.`)];
}

async function knownEnvironments(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ environment: string }[]>('select distinct environment from gateway_account');
  return rows.map(({ environment }) => environment);
}
