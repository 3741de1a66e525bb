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

/** The same for one. Null when there was one of its key. */
export async function openCase(manager: EntityManager, entry: NewCase, now: Date): Promise<OpenedCase | null> {
  return (await openCases(manager, [entry], now)).get(entry.key) ?? null;
}

/**
 * Opens cases, each with its deadline by its kind and shop, in three statements for any number of them. By key; one
 * whose key there was before is left out.
 */
export async function openCases(
  manager: EntityManager,
  entries: readonly NewCase[],
  now: Date,
): Promise<ReadonlyMap<string, OpenedCase>> {
  if (entries.length === 0) return new Map();
  const shopOf = await shopsOf(manager, entries);
  const rows = entries.map((entry) => {
    const shop = shopOf(entry);
    const policies = readShopPolicies(shop?.policies);
    const isReview = (policies.cases[entry.kind] ?? 'review') === 'review';
    return {
      id: derivedId('case', [entry.key]),
      dedupe_key: entry.key,
      kind: entry.kind,
      shop_id: shop?.id ?? entry.shopId,
      account_id: entry.accountId,
      payment_id: entry.paymentId ?? null,
      receipt_id: entry.receiptId ?? null,
      notification_id: entry.notificationId ?? null,
      details: entry.details,
      due_at: caseDueAt(entry.kind, now, policies.caseDeadlineHours),
      next_at: isReview ? nextLookAt(entry.kind, 0, now) : now,
    };
  });
  const inserted = await manager.query<{ dedupe_key: string }[]>(
    `insert into review_case (id, dedupe_key, kind, state, shop_id, account_id, payment_id, receipt_id, notification_id,
       details, opened_at, due_at, next_at)
     select id, dedupe_key, kind, 'open', shop_id, account_id, payment_id, receipt_id, notification_id, details, $2,
       due_at, next_at
     from jsonb_to_recordset($1::jsonb) as x(id text, dedupe_key text, kind text, shop_id text, account_id text,
       payment_id text, receipt_id text, notification_id text, details jsonb, due_at timestamptz, next_at timestamptz)
     on conflict (dedupe_key) do nothing returning dedupe_key`,
    [canonicalJson(rows), now],
  );
  const written = new Set(inserted.map((row) => row.dedupe_key));
  return new Map(
    rows
      .filter((row) => written.has(row.dedupe_key))
      .map((row) => {
        const isDue = row.next_at !== null && row.next_at <= now;
        return [row.dedupe_key, { id: row.id, dueAt: row.due_at, isDue }];
      }),
  );
}

interface ShopRow {
  readonly id: string;
  readonly policies: unknown;
}

async function shopsOf(
  manager: EntityManager,
  entries: readonly NewCase[],
): Promise<(entry: NewCase) => ShopRow | undefined> {
  const homeless = entries.flatMap(({ shopId, accountId }) =>
    shopId === null && accountId !== null ? [accountId] : [],
  );
  const owners =
    homeless.length === 0
      ? []
      : await manager.query<{ account_id: string; shop_id: string }[]>(
          'select account_id, min(shop_id) as shop_id from shop_account where account_id = any($1) group by account_id',
          [homeless],
        );
  const ofAccount = new Map(owners.map((row) => [row.account_id, row.shop_id]));
  const idOf = ({ shopId, accountId }: NewCase): string | null => shopId ?? ofAccount.get(accountId ?? '') ?? null;
  const shops = await manager.query<ShopRow[]>('select id, policies from shop where id = any($1)', [
    [...new Set(entries.flatMap((entry) => idOf(entry) ?? []))],
  ]);
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  return (entry) => byId.get(idOf(entry) ?? '');
}
