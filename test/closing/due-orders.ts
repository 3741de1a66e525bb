import type { DataSource } from 'typeorm';

const FIRST_CIP = 300_000_000;

export interface DueOrders {
  readonly count: number;
  /** Number of the first; others may be there already. */
  readonly from?: number;
  /** The default shop's account. */
  readonly shopId: string;
  readonly accountId: string;
  /** When the deadline passed. */
  readonly expiresAt: Date;
  /** `pending`: the deadline is still to be passed. `expiring`: the last question is due. */
  readonly state: 'pending' | 'expiring';
}

export function dueCip(index: number): string {
  return String(FIRST_CIP + index);
}

/** Orders as checkout leaves them, each with its CIP, its item and its stock held; made at once and without the ledger. */
export async function openDueOrders(dataSource: DataSource, orders: DueOrders): Promise<void> {
  const { count, from = 0, shopId, accountId, expiresAt, state } = orders;
  const runner = dataSource.createQueryRunner();
  const insert = async (sql: string, ...parameters: unknown[]): Promise<void> => {
    await runner.query(`${sql} from generate_series(${from}, ${from + count - 1}) i`, parameters);
  };
  try {
    await runner.query(`set session_replication_role = replica; set statement_timeout = 0`);
    await insert(
      `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token, state,
         base_state, stock, stock_generation, event_sequence, history_sequence, history_digest, expires_at, next_at, created_at, updated_at)
       select 'pay_due_' || i, $1, $2, false, 'DUE-' || i, 12990, 'PEN',
         '{"email": "rosa@example.pe", "firstName": "Rosa", "lastName": "Quispe"}', 'due-' || i, $4, $4, 'held', 1, 1, 2,
         sha256(('due' || i)::bytea), $3::timestamptz, $3::timestamptz, $3::timestamptz - interval '1 day',
         $3::timestamptz - interval '1 day'`,
      shopId,
      accountId,
      expiresAt,
      state,
    );
    await insert(
      `insert into payment_item (payment_id, line, sku, name, quantity, unit_price_minor)
       select 'pay_due_' || i, 0, 'POLO-M', 'Polo M', 2, 6495`,
    );
    await insert(
      `insert into stock_hold (payment_id, generation, line, sku, quantity, state, held_at)
       select 'pay_due_' || i, 1, 0, 'POLO-M', 2, 'held', $1::timestamptz - interval '1 day'`,
      expiresAt,
    );
    await insert(
      `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status, status_at,
         expires_at, poll_at, created_at)
       select 'cip_due_' || i, 'pay_due_' || i, $1, 'DUE-' || i, (${FIRST_CIP} + i)::text, 12990, 'PEN', true, 'pending',
         $2::timestamptz - interval '1 day', $2, $2::timestamptz, $2::timestamptz - interval '1 day'`,
      accountId,
      expiresAt,
    );
    await insert(
      `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
       select 'evt_due_' || i, 'pay_due_' || i, $1, 'DUE-' || i, false, 'order.pending', 'DUE-' || i, 1, false, '{}', $2`,
      shopId,
      expiresAt,
    );
    for (const [sequence, type] of [
      [1, 'created'],
      [2, 'cip_created'],
    ] as const)
      await insert(
        `insert into payment_event (payment_id, sequence, type, at, actor, data, digest)
         select 'pay_due_' || i, $1::int, $2::text, $3::timestamptz - interval '1 day', 'storefront', '{}', sha256(('due' || i)::bytea)`,
        sequence,
        type,
        expiresAt,
      );
    await runner.query('analyze payment, payment_item, stock_hold, cip, outbox_event, payment_event');
  } finally {
    await runner.query(`reset session_replication_role; reset statement_timeout`);
    await runner.release();
  }
}
