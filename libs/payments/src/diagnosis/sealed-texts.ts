import type { DataSource } from 'typeorm';

/** One secret at rest, sealed with the master key that its text names. */
export interface SealedText {
  /** What it is, for a message: `secret of account default`. */
  readonly owner: string;
  readonly sealed: string;
}

/** Every secret that this database holds, to be tried with the master key at hand (requirement R26). */
export async function sealedTexts(dataSource: DataSource): Promise<SealedText[]> {
  return dataSource.query<SealedText[]>(
    `select 'access key of account ' || slug as owner, access_key_ciphertext as sealed from gateway_account
     union all
     select 'secret of account ' || a.slug, s.ciphertext from gateway_secret s join gateway_account a on a.id = s.account_id
     union all
     select 'secret of webhook endpoint ' || id, secret_ciphertext from webhook_endpoint where deleted_at is null
     union all
     select 'destination of refund ' || id, destination_ciphertext from refund where destination_ciphertext is not null`,
  );
}
