import type { EntityManager } from 'typeorm';
import type { GatewayEnvironment } from './gateway-environment.js';

/** Whoever adds an account waits until others who do are through: what each looks at must not change meanwhile. */
export async function lockAccounts(manager: EntityManager): Promise<void> {
  await manager.query("select pg_advisory_xact_lock(hashtextextended('chasqui:seed-default-account', 0))");
}

/**
 * Why an account of this environment must not be added (invariant 10: the sandbox never stands beside live money), as a
 * sentence; null when it may. Call it under `lockAccounts`.
 */
export async function mixtureWith(manager: EntityManager, environment: GatewayEnvironment): Promise<string | null> {
  const opposite = environment === 'sandbox' ? 'production' : environment === 'production' ? 'sandbox' : null;
  const [other] = await manager.query<{ slug: string }[]>(
    'select slug from gateway_account where environment = $1 limit 1',
    [opposite],
  );
  if (!other) return null;
  return `A ${environment} account must not stand beside the ${opposite} account "${other.slug}": use another database.`;
}
