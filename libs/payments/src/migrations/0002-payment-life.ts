import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What extending, reissuing and reminding need: due CIPs to delete, due reminders, what a key replaces. */
export class PaymentLife1764090000002 implements MigrationInterface {
  name = 'PaymentLife1764090000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const PURPOSES = ['checkout', 'replace', 'cancel', 'close', 'extend', 'reissue', 'refund'];

function purposeCheck(purposes: readonly string[]): string {
  const list = purposes.map((purpose) => `'${purpose}'`).join(', ');
  return `add constraint ck_gateway_command_purpose check (purpose in (${list}))`;
}

const UP = [
  `alter table gateway_command drop constraint ck_gateway_command_purpose, ${purposeCheck([...PURPOSES, 'retire'])}`,
  `alter table cip add column retire_at timestamptz`,
  `create index ix_cip_retire on cip (retire_at) where retire_at is not null`,
  `alter table payment add column remind_before_s integer[] not null default '{}', add column remind_at timestamptz`,
  `create index ix_payment_remind on payment (remind_at) where remind_at is not null`,
  `alter table idempotency_key add column subject text`,
];

const DOWN = [
  `alter table idempotency_key drop column subject`,
  `drop index ix_payment_remind`,
  `alter table payment drop column remind_at, drop column remind_before_s`,
  `drop index ix_cip_retire`,
  `alter table cip drop column retire_at`,
  `alter table gateway_command drop constraint ck_gateway_command_purpose, ${purposeCheck(PURPOSES)}`,
];
