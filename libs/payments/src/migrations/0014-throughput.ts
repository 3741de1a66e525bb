import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What many notifications at once need of indexes. */
export class Throughput1764090000014 implements MigrationInterface {
  name = 'Throughput1764090000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // By number there is an index of all: waiting rows have none of their own any more, see waiting-notifications.ts.
  `create index ix_notification_code on notification (transaction_code) where transaction_code is not null`,
  `drop index ix_notification_waiting_cip`,
  `drop index ix_notification_waiting_code`,
  // Money belongs to the payment of its CIP: one lookup per row that says so, in place of two that did not.
  `alter table cip add constraint uq_cip_payment unique (payment_id, id)`,
  `drop index ix_cip_payment`,
  ...['gateway_fact', 'receipt'].map(
    (table) => `alter table ${table} drop constraint fk_${table}_payment, drop constraint fk_${table}_cip,
      add constraint fk_${table}_cip foreign key (payment_id, cip_id) references cip (payment_id, id)`,
  ),
];

const DOWN = [
  ...['receipt', 'gateway_fact'].map(
    (table) => `alter table ${table} drop constraint fk_${table}_cip,
      add constraint fk_${table}_payment foreign key (payment_id) references payment (id),
      add constraint fk_${table}_cip foreign key (cip_id) references cip (id)`,
  ),
  `create index ix_cip_payment on cip (payment_id)`,
  `alter table cip drop constraint uq_cip_payment`,
  `create index ix_notification_waiting_code on notification (account_id, transaction_code) where status in ('pending', 'waiting')`,
  `create index ix_notification_waiting_cip on notification (account_id, cip_number) where status in ('pending', 'waiting')`,
  `drop index ix_notification_code`,
];
