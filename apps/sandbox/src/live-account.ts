import type { ChasquiConfig } from '#platform';
import type { DataSource } from 'typeorm';

/** The sandbox must not run where real money is (invariant 10). */
export class LiveAccountError extends Error {
  override readonly name = 'LiveAccountError';
}

/** Throws when the configuration names PagoEfectivo's production service. */
export function refuseProductionGateway(gateway: Pick<ChasquiConfig['gateway'], 'baseUrl'>): void {
  if (gateway.baseUrl === null) return;
  const { hostname } = new URL(gateway.baseUrl);
  // Pre-production hosts begin with "pre" (pre.services…, pre1a.services…); everything else of theirs is live.
  const isProduction = /(^|\.)pagoefectivo(latam)?\.(pe|com)$/.test(hostname) && !hostname.startsWith('pre');
  if (!isProduction) return;
  throw new LiveAccountError(
    `PAGOEFECTIVO_BASE_URL names production (${hostname}): the sandbox does not start beside a live gateway. Unset it, or do not start the sandbox here.`,
  );
}

/** Throws when the same database holds a live gateway account of the product. */
export async function refuseLiveAccount(dataSource: DataSource): Promise<void> {
  const live = await liveAccounts(dataSource);
  if (live.length === 0) return;
  throw new LiveAccountError(
    `This database holds the live gateway account ${live.join(', ')}: the sandbox does not start beside it. Give the sandbox a DATABASE_URL of its own.`,
  );
}

/** Slugs of the live accounts in the same database; none where the product has no tables there. */
async function liveAccounts(dataSource: DataSource): Promise<string[]> {
  const found = await dataSource.query<{ name: string | null }[]>(
    `select to_regclass('public.gateway_account')::text as name`,
  );
  if (found[0]?.name == null) return [];
  const rows = await dataSource.query<{ slug: string }[]>(
    'select slug from public.gateway_account where livemode order by slug limit 5',
  );
  return rows.map((row) => row.slug);
}
