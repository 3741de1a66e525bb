import type { EntityManager } from 'typeorm';
import type { Currency } from '../domain/index.js';
import { newId } from '../identifiers.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import type { GatewayAccount } from './gateway-account.js';
import { readAccounts } from './gateway-account.js';
import type { GatewayEnvironment } from './gateway-environment.js';
import { lockAccounts, mixtureWith } from './environment-mixture.js';
import { gatewayEnvironment } from './gateway-environment.js';

export const DEFAULT_MERCHANT_ID = 'mer_default';
export const DEFAULT_SHOP_ID = 'shop_default';
export const DEFAULT_ACCOUNT_SLUG = 'default';

const PREVIOUS_SECRET_VALID_MS = 30 * 24 * 60 * 60_000;
/** The gateway knew its secret before we did, and clocks of several processes differ. */
const SINCE_EVER = new Date(0);

/** The default gateway account as the environment describes it. */
export interface DefaultAccountSeed {
  readonly baseUrl: string;
  /** Says that the base URL is Chasqui's own sandbox, wherever it runs. */
  readonly sandbox?: boolean;
  readonly serviceId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Still verifies notifications, for 30 days from the seeding. */
  readonly secretKeyPrevious?: string | null;
  /** PEN when absent. */
  readonly currency?: Currency;
}

export interface SeedReport {
  readonly created: boolean;
  readonly environment: GatewayEnvironment;
  /** One sentence for each thing in which the stored account differs from the seed; the stored one stays. */
  readonly warnings: readonly string[];
}

/** Test and live money never meet (invariant 10): the start must stop. */
export class MixedEnvironmentsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MixedEnvironmentsError';
  }
}

interface Seeding {
  readonly manager: EntityManager;
  readonly sealer: SecretSealer;
  readonly seed: DefaultAccountSeed;
  readonly now: Date;
}

export async function seedDefaultAccount(seeding: Seeding): Promise<SeedReport> {
  const { manager, seed, sealer } = seeding;
  const environment = gatewayEnvironment(seed);
  await lockAccounts(manager);
  const [stored] = await readAccounts(manager, sealer, 'a.slug = $1', [DEFAULT_ACCOUNT_SLUG]);
  if (stored) {
    const warnings = [...differences(stored, seed, environment), ...(await unknownPrevious(seeding, stored))];
    return { created: false, environment, warnings };
  }
  await refuseMixture(manager, environment);
  await insertMerchantAndShop(manager, environment);
  await insertAccount(seeding, environment);
  return { created: true, environment, warnings: [] };
}

async function refuseMixture(manager: EntityManager, environment: GatewayEnvironment): Promise<void> {
  const mixture = await mixtureWith(manager, environment);
  if (mixture !== null) throw new MixedEnvironmentsError(mixture);
  const [shop] = await manager.query<{ livemode: boolean }[]>('select livemode from shop where id = $1', [
    DEFAULT_SHOP_ID,
  ]);
  if (shop && shop.livemode !== (environment === 'production')) {
    throw new MixedEnvironmentsError(
      `The shop "${DEFAULT_SHOP_ID}" is for ${shop.livemode ? 'live' : 'test'} money, a ${environment} account is not: use another database.`,
    );
  }
}

async function insertMerchantAndShop(manager: EntityManager, environment: GatewayEnvironment): Promise<void> {
  await manager.query(`insert into merchant (id, name) values ($1, 'Default merchant') on conflict (id) do nothing`, [
    DEFAULT_MERCHANT_ID,
  ]);
  await manager.query(
    `insert into shop (id, merchant_id, name, livemode) values ($1, $2, 'Default shop', $3) on conflict (id) do nothing`,
    [DEFAULT_SHOP_ID, DEFAULT_MERCHANT_ID, environment === 'production'],
  );
}

async function insertAccount({ manager, sealer, seed, now }: Seeding, environment: GatewayEnvironment): Promise<void> {
  const accountId = newId('acc', now);
  const currency = seed.currency ?? 'PEN';
  await manager.query(
    `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      accountId,
      DEFAULT_MERCHANT_ID,
      DEFAULT_ACCOUNT_SLUG,
      environment,
      environment === 'production',
      seed.baseUrl,
      seed.serviceId,
      sealer.seal(seed.accessKey),
      currency,
    ],
  );
  const insertSecret = `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from, valid_until)
    values ($1, $2, $3, $4, $5, $6)`;
  await manager.query(insertSecret, [
    newId('gsec', now),
    accountId,
    sealer.seal(seed.secretKey),
    true,
    SINCE_EVER,
    null,
  ]);
  if (seed.secretKeyPrevious) {
    const validUntil = new Date(now.getTime() + PREVIOUS_SECRET_VALID_MS);
    const sealed = sealer.seal(seed.secretKeyPrevious);
    await manager.query(insertSecret, [newId('gsec', now), accountId, sealed, false, SINCE_EVER, validUntil]);
  }
  await manager.query(
    'insert into shop_account (shop_id, account_id, currency) values ($1, $2, $3) on conflict do nothing',
    [DEFAULT_SHOP_ID, accountId, currency],
  );
}

/** Names what differs; of secrets it says only that they do. */
function differences(stored: GatewayAccount, seed: DefaultAccountSeed, environment: GatewayEnvironment): string[] {
  const plain = [
    { variable: 'PAGOEFECTIVO_BASE_URL', given: seed.baseUrl, kept: stored.baseUrl },
    { variable: 'PAGOEFECTIVO_ID_SERVICE', given: seed.serviceId, kept: stored.serviceId },
  ].flatMap(({ variable, given, kept }) =>
    given === kept
      ? []
      : [`${variable} says ${given}, but the account "default" was set up with ${kept}, which stays.`],
  );
  return [
    ...plain,
    ...(environment === stored.environment
      ? []
      : [
          `The account "default" is a ${stored.environment} account and stays one; the environment describes ${environment}.`,
        ]),
    ...(seed.currency === undefined || seed.currency === stored.currency
      ? []
      : [`The account "default" takes ${stored.currency}, not ${seed.currency}.`]),
    ...(seed.accessKey === stored.accessKey
      ? []
      : ['PAGOEFECTIVO_ACCESS_KEY differs from the access key of the account "default", which stays.']),
    ...(seed.secretKey === stored.secretKey
      ? []
      : ['PAGOEFECTIVO_SECRET_KEY differs from the secret of the account "default", which stays.']),
  ];
}

async function unknownPrevious({ manager, sealer, seed }: Seeding, stored: GatewayAccount): Promise<string[]> {
  if (!seed.secretKeyPrevious) return [];
  const rows = await manager.query<{ ciphertext: string }[]>(
    'select ciphertext from gateway_secret where account_id = $1',
    [stored.id],
  );
  return rows.some(({ ciphertext }) => sealer.open(ciphertext) === seed.secretKeyPrevious)
    ? []
    : [
        'PAGOEFECTIVO_SECRET_KEY_PREVIOUS is not a secret of the account "default" and verifies nothing; it is read only when the account is set up.',
      ];
}
