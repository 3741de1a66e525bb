import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Polling by priority: what a due poll is worth, who gets which calls of the budget, and when to leave the gateway in peace. */
export class Polling1764090000007 implements MigrationInterface {
  name = 'Polling1764090000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table gateway_account
     add column budget_per_minute integer constraint ck_gateway_account_budget check (budget_per_minute between 1 and 100000),
     add column poll_schedule jsonb`,
  `alter table gateway_budget add column opened_at timestamptz, add column trouble text, add column deadline_due_at timestamptz,
     add column fresh_due_at timestamptz, add column old_due_at timestamptz, add column spent jsonb not null default '{}',
     add column clock_ahead_ms integer, add column clock_heard_at timestamptz`,
  `update gateway_budget set spent = jsonb_build_object('create', creates, 'search.old', polls)`,
  `alter table gateway_budget drop column creates, drop column polls`,
  `alter table cip add column poll_priority text not null default 'old'
     constraint ck_cip_poll_priority check (poll_priority in ('deadline', 'fresh', 'old'))`,
  `drop index ix_cip_poll`,
  `create index ix_cip_poll on cip (account_id, poll_priority, poll_at) where poll_at is not null`,
  `create index ix_cip_poll_deadline on cip (account_id, expires_at)
     where poll_at is not null and status = 'pending' and poll_priority <> 'deadline'`,
];

const DOWN = [
  `drop index ix_cip_poll_deadline`,
  `drop index ix_cip_poll`,
  `create index ix_cip_poll on cip (poll_at) where poll_at is not null`,
  `alter table cip drop column poll_priority`,
  `alter table gateway_budget add column creates bigint not null default 0, add column polls bigint not null default 0`,
  `update gateway_budget set creates = coalesce((spent->>'create')::bigint, 0), polls = coalesce((spent->>'search.old')::bigint, 0)`,
  `alter table gateway_budget drop column clock_heard_at, drop column clock_ahead_ms, drop column spent, drop column old_due_at,
     drop column fresh_due_at, drop column deadline_due_at, drop column trouble, drop column opened_at`,
  `alter table gateway_account drop column poll_schedule, drop column budget_per_minute`,
];
