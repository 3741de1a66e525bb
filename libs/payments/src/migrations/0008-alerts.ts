import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Alerts and the messages that take them to a person; more of the budget for an account whose notifications went
 * missing; when processes were last seen, and what was done about the time in which none was (requirements R3, R26).
 */
export class Alerts1764090000008 implements MigrationInterface {
  name = 'Alerts1764090000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `create table alert (
    id text not null,
    kind text not null,
    key text not null,
    severity text not null constraint ck_alert_severity check (severity in ('warning', 'critical')),
    summary text not null,
    numbers jsonb not null,
    state text not null constraint ck_alert_state check (state in ('open', 'acknowledged', 'cleared')),
    raised_at timestamptz not null,
    last_seen_at timestamptz not null,
    times integer not null default 1,
    acknowledged_by text,
    acknowledged_at timestamptz,
    cleared_at timestamptz,
    constraint pk_alert primary key (id),
    constraint ck_alert_cleared check ((state = 'cleared') = (cleared_at is not null))
  )`,
  `create unique index uq_alert_uncleared_key on alert (key) where state <> 'cleared'`,
  `create index ix_alert_raised on alert (raised_at, id)`,
  `create table alert_message (
    id text not null,
    alert_id text not null constraint fk_alert_message_alert references alert (id),
    turn integer not null,
    type text not null constraint ck_alert_message_type check (type in ('alert.raised', 'alert.cleared')),
    body text not null,
    status text not null constraint ck_alert_message_status check (status in ('pending', 'delivered', 'failed')),
    attempts integer not null default 0,
    next_at timestamptz,
    lease_until timestamptz,
    last_status integer,
    last_error text,
    created_at timestamptz not null,
    delivered_at timestamptz,
    constraint pk_alert_message primary key (id),
    constraint uq_alert_message_turn unique (alert_id, turn)
  )`,
  `create index ix_alert_message_due on alert_message (next_at) where status = 'pending'`,
  `alter table gateway_budget add column catch_up_until timestamptz`,
  `create table process_heartbeat (
    app text not null,
    seen_at timestamptz not null,
    constraint pk_process_heartbeat primary key (app)
  )`,
  `create table outage (
    id text not null,
    app text not null,
    away_from timestamptz not null,
    back_at timestamptz not null,
    settled_at timestamptz,
    constraint pk_outage primary key (id),
    constraint ck_outage_order check (away_from <= back_at)
  )`,
  `create index ix_outage_back on outage (back_at)`,
  `create index ix_outage_open on outage (back_at) where settled_at is null`,
  `create index ix_cip_paid on cip (account_id, status_at) where status = 'paid'`,
];

const DOWN = [
  `drop index ix_cip_paid`,
  `drop table outage`,
  `drop table process_heartbeat`,
  `alter table gateway_budget drop column catch_up_until`,
  `drop table alert_message`,
  `drop table alert`,
];
