import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Currency } from '../domain/index.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { seedDefaultAccount } from './account-seeding.js';
import type { DefaultAccountSeed, SeedReport } from './account-seeding.js';
import type { GatewayAccount, VerificationSecret } from './gateway-account.js';
import { readAccounts } from './gateway-account.js';
import { replaceSigningSecret } from './signing-secret.js';

/** Merchants' gateway accounts and their secrets. */
export class AccountDirectory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly sealer: SecretSealer,
  ) {}

  /**
   * Makes the default merchant, shop and account when they are not there yet. Never changes one that is: what differs
   * comes back as one sentence each. Safe when several processes start at once.
   */
  async seedDefaults(seed: DefaultAccountSeed): Promise<SeedReport> {
    return this.dataSource.transaction((manager) =>
      seedDefaultAccount({ manager, sealer: this.sealer, seed, now: this.clock.now() }),
    );
  }

  async byId(accountId: string): Promise<GatewayAccount | null> {
    const [account] = await readAccounts(this.dataSource.manager, this.sealer, 'a.id = $1', [accountId]);
    return account ?? null;
  }

  async bySlug(slug: string): Promise<GatewayAccount | null> {
    const [account] = await readAccounts(this.dataSource.manager, this.sealer, 'a.slug = $1', [slug]);
    return account ?? null;
  }

  /**
   * The account that takes a shop's new payments in a currency (requirement R24); null where the shop takes none in it,
   * or its account is disabled.
   */
  async forShop(wanted: { shopId: string; currency: Currency }): Promise<GatewayAccount | null> {
    const [account] = await readAccounts(this.dataSource.manager, this.sealer, 'sa.shop_id = $1 and sa.currency = $2', [
      wanted.shopId,
      wanted.currency,
    ]);
    return account?.disabledAt === null ? account : null;
  }

  async all(): Promise<GatewayAccount[]> {
    return readAccounts(this.dataSource.manager, this.sealer, 'true', []);
  }

  /** Merchant of the account that an ingest address names; null for an unknown slug. Opens no secret. */
  async merchantOf(slug: string): Promise<string | null> {
    const [row] = await this.dataSource.query<{ merchant_id: string }[]>(
      'select merchant_id from gateway_account where slug = $1',
      [slug],
    );
    return row?.merchant_id ?? null;
  }

  /**
   * Secrets of all accounts of a merchant that are valid at an instant, signing ones first. Any of them may verify a
   * notification, and the one that does names the account, whatever address it came to.
   */
  async verificationSecrets(wanted: { merchantId: string; at: Date }): Promise<VerificationSecret[]> {
    const rows = await this.dataSource.query<SealedVerificationSecret[]>(
      `select s.id, a.id as "accountId", a.slug as "accountSlug", a.require_timestamp as "requireTimestamp",
         a.accept_canonical_signature as "acceptCanonicalSignature", s.ciphertext as sealed
       from gateway_secret s join gateway_account a on a.id = s.account_id
       where a.merchant_id = $1 and s.valid_from <= $2 and (s.valid_until is null or s.valid_until > $2)
       order by s.signs_requests desc, s.id desc`,
      [wanted.merchantId, wanted.at],
    );
    return rows.map((row) => openSecret(row, this.sealer));
  }

  /** When it last matched a notification, so that people see which secret PagoEfectivo signs with (requirement R16). */
  async noteSecretUse(secretId: string, at: Date): Promise<void> {
    await this.dataSource.query(
      'update gateway_secret set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)',
      [secretId, at],
    );
  }

  /**
   * Signs with a new secret from now on; the one before still verifies notifications for `overlapMs` (requirement R16).
   * False when there is no such account.
   */
  async rotateSecret(rotation: { slug: string; secretKey: string; overlapMs: number }): Promise<boolean> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      const [account] = await manager.query<{ id: string }[]>(
        'select id from gateway_account where slug = $1 for update',
        [rotation.slug],
      );
      if (!account) return false;
      const sealedSecretKey = this.sealer.seal(rotation.secretKey);
      await replaceSigningSecret(manager, { ...rotation, accountId: account.id, sealedSecretKey, now });
      return true;
    });
  }
}

type SealedVerificationSecret = Omit<VerificationSecret, 'value'> & { readonly sealed: string };

function openSecret({ sealed, ...secret }: SealedVerificationSecret, sealer: SecretSealer): VerificationSecret {
  return { ...secret, value: sealer.open(sealed) };
}
