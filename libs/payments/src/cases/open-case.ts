import type { EntityManager } from 'typeorm';
import { readShopPolicies } from '../accounts/shop-policies.js';
import type { CaseKind } from '../domain/index.js';
import { caseDueAt } from '../domain/index.js';
import { derivedId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import { nextLookAt } from './next-look.js';

export interface NewCase {
  /** The same cause is one case, ever. */
  readonly key: string;
  readonly kind: CaseKind;
  /** Null where no shop is known: then one of the account's. */
  readonly shopId: string | null;
  readonly accountId: string | null;
  readonly paymentId?: string | null;
  readonly receiptId?: string | null;
  readonly notificationId?: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface OpenedCase {
  readonly id: string;
  readonly dueAt: Date;
  /** The product itself has something to do about it, at once. */
  readonly isDue: boolean;
}

/** Opens a case, with its deadline by its kind and shop. Null when there was one of its key. */
export async function openCase(manager: EntityManager, entry: NewCase, now: Date): Promise<OpenedCase | null> {
  const [shop] = await manager.query<{ id: string; policies: unknown }[]>(
    `select id, policies from shop
     where id = coalesce($1, (select min(shop_id) from shop_account where account_id = $2))`,
    [entry.shopId, entry.accountId],
  );
  const policies = readShopPolicies(shop?.policies);
  const dueAt = caseDueAt(entry.kind, now, policies.caseDeadlineHours);
  const nextAt = (policies.cases[entry.kind] ?? 'review') === 'review' ? nextLookAt(entry.kind, 0, now) : now;
  const id = derivedId('case', [entry.key]);
  const inserted = await manager.query<unknown[]>(
    `insert into review_case (id, dedupe_key, kind, state, shop_id, account_id, payment_id, receipt_id, notification_id,
       details, opened_at, due_at, next_at)
     values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (dedupe_key) do nothing returning id`,
    [
      id,
      entry.key,
      entry.kind,
      shop?.id ?? entry.shopId,
      entry.accountId,
      entry.paymentId ?? null,
      entry.receiptId ?? null,
      entry.notificationId ?? null,
      canonicalJson(entry.details),
      now,
      dueAt,
      nextAt,
    ],
  );
  return inserted.length === 0 ? null : { id, dueAt, isDue: nextAt !== null && nextAt <= now };
}
