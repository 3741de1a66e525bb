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
];

const DOWN = [
  `create index ix_notification_waiting_code on notification (account_id, transaction_code) where status in ('pending', 'waiting')`,
  `create index ix_notification_waiting_cip on notification (account_id, cip_number) where status in ('pending', 'waiting')`,
  `drop index ix_notification_code`,
];
