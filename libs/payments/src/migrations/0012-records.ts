import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of old records: months that were exported before they were dropped, persons that were forgotten. */
export class Records1764090000012 implements MigrationInterface {
  name = 'Records1764090000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `create table message_export (
    kind text not null constraint ck_message_export_kind check (kind in ('notification', 'gateway_call')),
    month text not null constraint ck_message_export_month check (month ~ '^\\d{4}-\\d{2}$'),
    file text not null,
    rows integer not null,
    sha256 bytea not null,
    exported_by text not null,
    exported_at timestamptz not null,
    dropped_by text,
    dropped_at timestamptz,
    constraint pk_message_export primary key (kind, month)
  )`,
  `alter table payment add column erased_at timestamptz`,
  `alter table payment_event add column data_digest bytea`,
];

const DOWN = [
  `alter table payment_event drop column data_digest`,
  `alter table payment drop column erased_at`,
  `drop table message_export`,
];
