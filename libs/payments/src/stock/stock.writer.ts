import { columns } from '../columns.js';
import type { PaymentChange } from '../orders/payment-change.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

/**
 * Moves stock holds as the decisions say: a new generation is held, the held one is committed or released. The row
 * condition `state = 'held'` makes a second release impossible, whatever asks for it. Two statements for any number
 * of payments.
 */
export function stockStatements(changes: readonly PaymentChange[], now: Date): Statement[] {
  const begun: HoldChange[] = [];
  const moved: HoldChange[] = [];
  for (const { old, payment } of changes) {
    if (payment.stock === 'none') continue;
    const change = { payment_id: payment.id, generation: payment.stockGeneration, state: payment.stock };
    if (old === null || old.stockGeneration !== payment.stockGeneration) begun.push(change);
    else if (old.stock !== payment.stock) moved.push(change);
  }
  const statements: Statement[] = [];
  if (begun.length > 0) {
    statements.push(
      statement(
        `insert into stock_hold (payment_id, generation, line, sku, quantity, state, held_at, settled_at)
       select i.payment_id, x.generation, i.line, i.sku, i.quantity, x.state, $${MOVES.next}::timestamptz,
         case when x.state = 'held' then null else $${MOVES.next}::timestamptz end
       from ${MOVES.source}
       join payment_item i on i.payment_id = x.payment_id where i.payment_id = any($1::text[])`,
        [...MOVES.values(begun), now],
      ),
    );
  }
  if (moved.length > 0) {
    statements.push(
      statement(
        `update stock_hold h set state = x.state, settled_at = $${MOVES.next}
       from ${MOVES.source}
       where h.payment_id = x.payment_id and h.payment_id = any($1::text[]) and h.generation = x.generation
         and h.state = 'held'`,
        [...MOVES.values(moved), now],
      ),
    );
  }
  return statements;
}

const MOVES = columns({ payment_id: 'text', generation: 'integer', state: 'text' });

interface HoldChange {
  readonly payment_id: string;
  readonly generation: number;
  readonly state: string;
}
