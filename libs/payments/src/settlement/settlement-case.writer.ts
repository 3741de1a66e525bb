import type { EntityManager } from 'typeorm';
import { derivedId } from '../identifiers.js';
import { canonicalJson } from '../json.js';

export interface SettlementCase {
  /** The same cause is one case, ever. */
  readonly key: string;
  readonly kind: 'settlement_difference' | 'unknown_cip';
  readonly accountId: string;
  /** A shop of the account when absent. */
  readonly shopId?: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Opens a case about an account's money that no payment stands for. True when there was none. It names the payment in its
 * details only: a spreadsheet is a hint, and puts nobody's order in review (invariant 8).
 */
export async function openSettlementCase(manager: EntityManager, entry: SettlementCase, now: Date): Promise<boolean> {
  const inserted = await manager.query<unknown[]>(
    `insert into review_case (id, dedupe_key, kind, state, shop_id, account_id, details, opened_at)
     values ($1, $2, $3, 'open', coalesce($4, (select min(shop_id) from shop_account where account_id = $5)), $5, $6, $7)
     on conflict (dedupe_key) do nothing returning id`,
    [
      derivedId('case', [entry.key]),
      entry.key,
      entry.kind,
      entry.shopId ?? null,
      entry.accountId,
      canonicalJson(entry.details),
      now,
    ],
  );
  return inserted.length > 0;
}
