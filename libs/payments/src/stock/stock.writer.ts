import type { EntityManager } from 'typeorm';
import type { PaymentChange } from '../orders/payment-change.js';

/**
 * Moves stock holds as the decision says: a new generation is held, the held one is committed or released. The row
 * condition `state = 'held'` makes a second release impossible, whatever asks for it.
 */
export async function writeStock(manager: EntityManager, changes: readonly PaymentChange[], now: Date): Promise<void> {
  for (const { old, payment } of changes) {
    if (payment.stock === 'none') continue;
    if (old === null || old.stockGeneration !== payment.stockGeneration) {
      await manager.query(
        `insert into stock_hold (payment_id, generation, line, sku, quantity, state, held_at, settled_at)
         select payment_id, $2, line, sku, quantity, $3::text, $4::timestamptz,
           case when $3::text = 'held' then null else $4::timestamptz end
         from payment_item where payment_id = $1`,
        [payment.id, payment.stockGeneration, payment.stock, now],
      );
    } else if (old.stock !== payment.stock) {
      await manager.query(
        `update stock_hold set state = $3, settled_at = $4 where payment_id = $1 and generation = $2 and state = 'held'`,
        [payment.id, payment.stockGeneration, payment.stock, now],
      );
    }
  }
}
