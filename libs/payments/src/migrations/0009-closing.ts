import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What shows the progress of closing: why a payment is held, and what was closed lately. */
export class Closing1764090000009 implements MigrationInterface {
  name = 'Closing1764090000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table payment add column held_for text constraint ck_payment_held_for check (held_for in
     ('notification_waiting', 'gateway_unreachable', 'no_status', 'other_reference', 'new_code', 'delete_unconfirmed',
      'delete_waits'))`,
  `create index ix_payment_held on payment (held_for) where held_for is not null`,
  `create index ix_payment_closed on payment (closed_at) where closed_at is not null`,
];

const DOWN = [
  `drop index ix_payment_closed`,
  `drop index ix_payment_held`,
  `alter table payment drop constraint ck_payment_held_for, drop column held_for`,
];
