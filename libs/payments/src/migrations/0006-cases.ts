import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The desk (requirement R20): when a case is looked at by itself, why it was left to a person, and its deadline. */
export class Cases1764090000006 implements MigrationInterface {
  name = 'Cases1764090000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table review_case add column next_at timestamptz, add column lease_until timestamptz,
     add column attempts integer not null default 0, add column note text,
     add constraint ck_review_case_resolution check (resolution in ('accept', 'refund', 'close', 'confirmed', 'superseded'))`,
  `update review_case set due_at = opened_at + interval '1 hour' * case kind
     when 'paid_twice' then 72 when 'unknown_cip' then 72 when 'unconfirmed_close' then 168
     when 'settlement_difference' then 120 else 24 end where due_at is null`,
  `update review_case set next_at = now() where state = 'open' and kind = 'unknown_cip'`,
  `alter table review_case alter column due_at set not null`,
  `create index ix_review_case_next on review_case (next_at) where next_at is not null`,
  `create index ix_review_case_overdue on review_case (due_at) where state = 'open'`,
];

const DOWN = [
  `drop index ix_review_case_overdue`,
  `drop index ix_review_case_next`,
  `alter table review_case alter column due_at drop not null`,
  `alter table review_case drop constraint ck_review_case_resolution, drop column note, drop column attempts,
     drop column lease_until, drop column next_at`,
];
