import type { EntityManager } from 'typeorm';
import { parseAmount } from '../domain/index.js';

/**
 * Up to what one may approve a refund that one asked for, as `shop.policies` stores it: `{"refundApprovalAbove":
 * "200.00"}`, in the refund's own currency. Null where the shop follows the product's default.
 */
export function readRefundApprovalAbove(stored: unknown): bigint | null {
  const text: unknown =
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, 'refundApprovalAbove') : undefined;
  return typeof text === 'string' ? parseAmount(text) : null;
}

/** The limit of a payment's shop; `byDefault` (REFUND_APPROVAL_ABOVE) where it has none of its own. */
export async function selfApprovalLimit(manager: EntityManager, paymentId: string, byDefault: bigint): Promise<bigint> {
  const [row] = await manager.query<{ policies: unknown }[]>(
    'select s.policies from payment p join shop s on s.id = p.shop_id where p.id = $1',
    [paymentId],
  );
  return readRefundApprovalAbove(row?.policies) ?? byDefault;
}
