import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeps work as fast with millions of stored payments as with few. */
export class Growth1764090000013 implements MigrationInterface {
  name = 'Growth1764090000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** Rows that change several times within a day and never again. */
const CHANGING = ['payment', 'cip', 'stock_hold', 'gateway_command', 'idempotency_key', 'outbox_event', 'delivery'];

/**
 * Vacuumed and analysed after a hundredth of the rows has changed, not after a fifth: what changes is always the latest
 * day, and of millions it never is a fifth. `notification` is set month by month (`Maintenance`).
 */
const VACUUMED_OFTEN = `autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 1000`;

/** Room in the page of a row for its next version: where no indexed column changes, no index is touched then. */
const ROOMY: Readonly<Record<string, number>> = { payment: 85, cip: 85, stock_hold: 85, idempotency_key: 60 };

const UP = [
  // Payments of a shop by state (`PaymentReader.list`). Most are paid, and of these the latest are found without it.
  `create index ix_payment_state on payment (shop_id, state, id) where state <> 'paid'`,
  // The feed by type (`EventFeed.read`), of types that few payments come to. The others are found without it.
  `create index ix_outbox_event_type on outbox_event (shop_id, type, position)
     where position is not null and type not in ('order.pending', 'order.paid', 'order.expired')`,
  ...CHANGING.map((table) => `alter table ${table} set (${VACUUMED_OFTEN})`),
  ...Object.entries(ROOMY).map(([table, percent]) => `alter table ${table} set (fillfactor = ${percent})`),
];

const DOWN = [
  ...Object.keys(ROOMY).map((table) => `alter table ${table} reset (fillfactor)`),
  ...CHANGING.map(
    (table) => `alter table ${table} reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
      autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)`,
  ),
  `drop index ix_outbox_event_type`,
  `drop index ix_payment_state`,
];
