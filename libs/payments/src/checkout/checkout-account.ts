import { readShopPolicies } from '../accounts/shop-policies.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

/** The account that takes a shop's payments in a currency, with what bounds a payment there. */
export interface CheckoutAccount {
  readonly id: string;
  readonly livemode: boolean;
  readonly minAmountMinor: bigint | null;
  readonly maxAmountMinor: bigint | null;
  /** Null where the shop leaves it to the product. */
  readonly expiringSoonS: readonly number[] | null;
}

/** Answers nothing where the shop takes nothing in this currency, or its account takes no new payments. */
export function checkoutAccount(wanted: { shopId: string; currency: string }): Statement<CheckoutAccountRow> {
  return statement(
    `select a.id, a.livemode, a.min_amount_minor, a.max_amount_minor, s.policies
     from shop_account m join gateway_account a on a.id = m.account_id
       join shop s on s.id = m.shop_id and s.livemode = a.livemode
     where m.shop_id = $1 and m.currency = $2 and a.disabled_at is null`,
    [wanted.shopId, wanted.currency],
  );
}

export function toCheckoutAccount(row: CheckoutAccountRow): CheckoutAccount {
  return {
    id: row.id,
    livemode: row.livemode,
    minAmountMinor: row.min_amount_minor === null ? null : BigInt(row.min_amount_minor),
    maxAmountMinor: row.max_amount_minor === null ? null : BigInt(row.max_amount_minor),
    expiringSoonS: readShopPolicies(row.policies).expiringSoonS,
  };
}

export interface CheckoutAccountRow {
  id: string;
  livemode: boolean;
  min_amount_minor: string | null;
  max_amount_minor: string | null;
  policies: unknown;
}
