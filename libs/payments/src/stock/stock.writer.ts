import { columns } from '../columns.js';
import type { PaymentChange } from '../orders/payment-change.js';
import type { PaymentDetails } from '../orders/payment-details.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

/**
 * Moves stock holds as the decisions say: a new generation is held, the held one is committed or released. The row
 * condition `state = 'held'` makes a second release impossible, whatever asks for it. Two statements for any number
 * of payments.
 */
export function stockStatements(
  changes: readonly PaymentChange[],
  { details, now }: { readonly details: ReadonlyMap<string, PaymentDetails>; readonly now: Date },
): Statement[] {
  const begun: HoldRow[] = [];
  const moved: HoldChange[] = [];
  for (const { old, payment } of changes) {
    if (payment.stock === 'none') continue;
    const change = { payment_id: payment.id, generation: payment.stockGeneration, state: payment.stock };
    if (old === null || old.stockGeneration !== payment.stockGeneration) {
      const items = details.get(payment.id)?.items ?? [];
      begun.push(...items.map(({ sku, quantity }, line) => ({ ...change, line, sku, quantity })));
    } else if (old.stock !== payment.stock) moved.push(change);
  }
  const statements: Statement[] = [];
  if (begun.length > 0) statements.push(statement(BEGIN, [...HOLDS.values(begun), now]));
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

const HOLDS = columns({
  payment_id: 'text',
  generation: 'integer',
  line: 'integer',
  sku: 'text',
  quantity: 'integer',
  state: 'text',
});
const BEGIN = `insert into stock_hold (${HOLDS.names}, held_at, settled_at)
  select ${HOLDS.names}, $${HOLDS.next}::timestamptz, case when state = 'held' then null else $${HOLDS.next}::timestamptz end
  from ${HOLDS.source}`;
const MOVES = columns({ payment_id: 'text', generation: 'integer', state: 'text' });

interface HoldChange {
  readonly payment_id: string;
  readonly generation: number;
  readonly state: string;
}

interface HoldRow extends HoldChange {
  readonly line: number;
  readonly sku: string;
  readonly quantity: number;
}
