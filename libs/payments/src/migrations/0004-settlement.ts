import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Settlement (requirement R25): lines of the panel's export by CIP, so that overlapping files meet in one row; lines
 * of payout statements; dated rules of what PagoEfectivo charges. The tables of 0001 were never written to.
 */
export class Settlement1764090000004 implements MigrationInterface {
  name = 'Settlement1764090000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `drop table settlement_line`,
  `alter table settlement_file add column format text not null constraint ck_settlement_file_format check (format in ('csv', 'xlsx')),
     add column encoding text, add column covers_from timestamptz, add column covers_until timestamptz, add column as_of timestamptz,
     add column warnings jsonb not null default '[]',
     add constraint ck_settlement_file_covers check (covers_from <= covers_until)`,
  `create table settlement_line (
    account_id text not null constraint fk_settlement_line_account references gateway_account (id),
    cip_number text not null,
    file_id text not null constraint fk_settlement_line_file references settlement_file (id),
    file_row integer not null,
    reference text,
    amount_minor bigint not null,
    currency text not null,
    status text not null constraint ck_settlement_line_status check (status in
      ('pending', 'paid', 'expired', 'removed', 'reversed', 'unknown')),
    status_text text not null,
    issued_at timestamptz not null,
    paid_at timestamptz,
    reversed_at timestamptz,
    removed_at timestamptz,
    updated_at timestamptz,
    channel text,
    service text,
    constraint pk_settlement_line primary key (account_id, cip_number)
  )`,
  `create index ix_settlement_line_file on settlement_line (file_id)`,
  `create index ix_settlement_line_paid on settlement_line (account_id, paid_at) where paid_at is not null`,
  `create index ix_settlement_line_issued on settlement_line (account_id, issued_at)`,
  `create table settlement_payout_line (
    account_id text not null constraint fk_settlement_payout_line_account references gateway_account (id),
    payout_day date not null,
    reference text not null,
    cip_number text not null,
    ordinal integer not null,
    file_id text not null constraint fk_settlement_payout_line_file references settlement_file (id),
    file_row integer not null,
    gross_minor bigint not null,
    commission_minor bigint not null,
    igv_minor bigint not null,
    net_minor bigint not null,
    currency text not null,
    constraint pk_settlement_payout_line primary key (account_id, payout_day, reference, cip_number, ordinal)
  )`,
  `create index ix_settlement_payout_line_file on settlement_payout_line (file_id)`,
  `create index ix_settlement_payout_line_cip on settlement_payout_line (account_id, cip_number)`,
  `create table settlement_rule (
    account_id text not null constraint fk_settlement_rule_account references gateway_account (id),
    valid_from date not null,
    percentage_bp integer not null constraint ck_settlement_rule_percentage check (percentage_bp between 0 and 10000),
    fixed_minor bigint not null constraint ck_settlement_rule_fixed check (fixed_minor >= 0),
    minimum_minor bigint not null constraint ck_settlement_rule_minimum check (minimum_minor >= 0),
    igv_bp integer not null constraint ck_settlement_rule_igv check (igv_bp between 0 and 10000),
    rounding text not null constraint ck_settlement_rule_rounding check (rounding in ('line', 'invoice')),
    cycle text not null constraint ck_settlement_rule_cycle check (cycle in ('t+1', 't+3', 'weekly')),
    weekday integer not null constraint ck_settlement_rule_weekday check (weekday between 1 and 5),
    created_by text not null,
    created_at timestamptz not null,
    constraint pk_settlement_rule primary key (account_id, valid_from)
  )`,
];

const DOWN = [
  `drop table settlement_rule`,
  `drop table settlement_payout_line`,
  `drop table settlement_line`,
  `delete from settlement_file`,
  `alter table settlement_file drop constraint ck_settlement_file_covers, drop column warnings, drop column as_of, drop column covers_until,
     drop column covers_from, drop column encoding, drop column format`,
  `create table settlement_line (
    file_id text not null constraint fk_settlement_line_file references settlement_file (id),
    line integer not null,
    cip_number text not null,
    reference text,
    amount_minor bigint not null,
    commission_minor bigint,
    tax_minor bigint,
    net_minor bigint,
    currency text not null,
    state text,
    paid_at timestamptz,
    match text,
    constraint pk_settlement_line primary key (file_id, line)
  )`,
  `create index ix_settlement_line_cip on settlement_line (cip_number)`,
];
