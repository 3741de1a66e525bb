/** Where secrets stand at rest (invariant 9). A spec holds this list to the columns that the database has. */
export const SEALED_COLUMNS = [
  { table: 'gateway_account', column: 'access_key_ciphertext', owner: `'access key of account ' || slug` },
  {
    table: 'gateway_secret',
    column: 'ciphertext',
    owner: `'secret of account ' || (select slug from gateway_account a where a.id = account_id)`,
  },
  { table: 'webhook_endpoint', column: 'secret_ciphertext', owner: `'secret of webhook endpoint ' || id` },
  {
    table: 'webhook_endpoint',
    column: 'previous_secret_ciphertext',
    owner: `'previous secret of webhook endpoint ' || id`,
  },
  { table: 'refund', column: 'destination_ciphertext', owner: `'destination of refund ' || id` },
] as const satisfies readonly SealedColumn[];

export interface SealedColumn {
  /** Its rows have a text `id`. */
  readonly table: string;
  readonly column: string;
  /** SQL that names one row for a person. */
  readonly owner: string;
}
