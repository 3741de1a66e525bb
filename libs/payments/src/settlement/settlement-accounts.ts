import type { DataSource } from 'typeorm';

/** What settlement needs to know of an account; none of its secrets. */
export interface SettlementAccount {
  readonly id: string;
  readonly slug: string;
  readonly currency: 'PEN' | 'USD';
}

/** All of them, the first made first. */
export function settlementAccounts(dataSource: DataSource): Promise<SettlementAccount[]> {
  return dataSource.query('select id, slug, currency from gateway_account order by created_at, id');
}

/** The account with this slug, or the only one there is. Throws a sentence that names the choices. */
export async function settlementAccount(dataSource: DataSource, slug: string | null): Promise<SettlementAccount> {
  const accounts = await settlementAccounts(dataSource);
  const slugs = accounts.map((account) => account.slug).join(', ');
  if (accounts.length === 0) throw new Error('There is no gateway account yet: start the product once.');
  const found = slug === null ? accounts : accounts.filter((account) => account.slug === slug);
  const [account, another] = found;
  if (!account) throw new Error(`There is no account "${slug}". There are: ${slugs}.`);
  if (another) throw new Error(`Say which account the file is of, with --account: ${slugs}.`);
  return account;
}
