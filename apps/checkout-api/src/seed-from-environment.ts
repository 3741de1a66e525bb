import type { DataSource } from 'typeorm';
import { AccountDirectory, ApiKeys, DEFAULT_SHOP_ID } from '#payments';
import type { ChasquiConfig, Clock, Log, SecretBox } from '#platform';

export interface Seeding {
  readonly config: ChasquiConfig;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly secrets: SecretBox;
  readonly log: Log;
}

/**
 * Makes the default account and the default shop's API key as the environment says, where they are absent. What is
 * there stays as it is; a difference is a warning.
 */
export async function seedFromEnvironment(seeding: Seeding): Promise<void> {
  const { config, dataSource, clock, secrets, log } = seeding;
  const { baseUrl, serviceId, accessKey, secretKey, secretKeyPrevious } = config.gateway;
  if (baseUrl !== null && serviceId !== null && accessKey !== null && secretKey !== null) {
    const report = await new AccountDirectory(dataSource, clock, secrets).seedDefaults({
      baseUrl,
      serviceId,
      accessKey: accessKey.reveal(),
      secretKey: secretKey.reveal(),
      secretKeyPrevious: secretKeyPrevious?.reveal() ?? null,
    });
    for (const warning of report.warnings) log.warn(warning);
  }
  if (config.checkout.apiKey !== null) await seedApiKey(seeding, config.checkout.apiKey.reveal());
}

async function seedApiKey({ dataSource, clock, log }: Seeding, key: string): Promise<void> {
  const shops: unknown[] = await dataSource.query('select 1 from shop where id = $1', [DEFAULT_SHOP_ID]);
  if (shops.length === 0) {
    log.warn('CHASQUI_API_KEY is not used: there is no default shop yet. Set the PAGOEFECTIVO_ variables to make it.');
    return;
  }
  const seeded = await new ApiKeys(dataSource, clock).seed({ shopId: DEFAULT_SHOP_ID, key });
  // An operator may have revoked it: that must not keep the shop from starting.
  if (seeded.kind === 'refused') log.warn(`CHASQUI_API_KEY is not used: ${seeded.reason}`);
}
