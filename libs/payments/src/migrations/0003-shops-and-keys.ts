import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several shops and accounts (requirement R24): scoped keys, keys of administrators, what an account takes. */
export class ShopsAndKeys1764090000003 implements MigrationInterface {
  name = 'ShopsAndKeys1764090000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table shop add column disabled_at timestamptz`,
  `alter table api_key add column name text, add column scopes text[] not null default '{*}',
     add column rate_per_minute integer constraint ck_api_key_rate check (rate_per_minute > 0),
     add column created_by text`,
  `alter table gateway_account add column min_amount_minor bigint, add column max_amount_minor bigint,
     add column channels jsonb not null default '{}', add column disabled_at timestamptz,
     add constraint ck_gateway_account_amounts check (min_amount_minor > 0 and max_amount_minor >= coalesce(min_amount_minor, 1))`,
  `create table admin_key (
    id text constraint pk_admin_key primary key,
    name text not null,
    prefix text not null,
    hash bytea not null constraint uq_admin_key_hash unique,
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
];

const DOWN = [
  `drop table admin_key`,
  `alter table gateway_account drop constraint ck_gateway_account_amounts, drop column disabled_at, drop column channels,
     drop column max_amount_minor, drop column min_amount_minor`,
  `alter table api_key drop column created_by, drop column rate_per_minute, drop column scopes, drop column name`,
  `alter table shop drop column disabled_at`,
];
