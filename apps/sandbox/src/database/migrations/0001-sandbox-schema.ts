import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything the sandbox keeps, in a schema of its own so that it can be dropped without touching the product. */
export class SandboxSchema1763900000101 implements MigrationInterface {
  name = 'SandboxSchema1763900000101';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // A start of its own per database: numbers of a dropped sandbox do not come back to a product that remembers them.
  `do $$ begin
    execute format('create sequence sandbox.cip_number minvalue 200000000 maxvalue 999999999 start with %s',
      210000000 + floor(random() * 500000000)::bigint);
    execute format('create sequence sandbox.operation_number minvalue 1000000 start with %s',
      1000000 + floor(random() * 8000000)::bigint);
  end $$`,
  `create table sandbox.settings (
    id smallint constraint pk_settings primary key,
    faults jsonb not null default '{}',
    clock_offset_ms bigint not null default 0,
    constraint ck_settings_single check (id = 1)
  )`,
  `insert into sandbox.settings (id) values (1)`,
  `create table sandbox.cip (
    number bigint constraint pk_cip primary key,
    token text not null,
    transaction_code text not null,
    currency text not null,
    amount_minor bigint not null,
    payment_concept text,
    shopper_digest text not null,
    scenario text not null,
    status text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    paid_at timestamptz,
    paid_minor bigint,
    removed_at timestamptz,
    history jsonb not null default '[]',
    constraint ck_cip_status check (status in ('pending', 'paid', 'removed')),
    constraint ck_cip_amount check (amount_minor > 0),
    constraint ck_cip_paid check ((status = 'paid') = (paid_at is not null and paid_minor is not null)),
    constraint ck_cip_removed check ((status = 'removed') = (removed_at is not null))
  )`,
  `create unique index uq_cip_token on sandbox.cip (token)`,
  `create index ix_cip_transaction_code on sandbox.cip (transaction_code)`,
  `create index ix_cip_shopper on sandbox.cip (shopper_digest)`,
  `create table sandbox.payment (
    id bigserial constraint pk_payment primary key,
    cip bigint not null constraint fk_payment_cip references sandbox.cip (number),
    operation_number text not null,
    channel text not null,
    amount_minor bigint not null,
    paid_at timestamptz not null,
    reversed_at timestamptz
  )`,
  `create unique index uq_payment_operation on sandbox.payment (operation_number)`,
  `create index ix_payment_cip on sandbox.payment (cip)`,
  `create table sandbox.refund (
    cip bigint not null constraint fk_refund_cip references sandbox.cip (number),
    refund_code text not null,
    amount_minor bigint not null,
    currency text not null,
    reason text,
    refunded_at timestamptz not null,
    constraint pk_refund primary key (cip, refund_code)
  )`,
  `create table sandbox.notification (
    id bigserial constraint pk_notification primary key,
    cip bigint not null constraint fk_notification_cip references sandbox.cip (number),
    event_type text not null,
    body text not null,
    forged boolean not null,
    duplicate boolean not null,
    state text not null,
    attempts integer not null default 0,
    next_at timestamptz,
    lease_until timestamptz,
    deliveries jsonb not null default '[]',
    created_at timestamptz not null,
    constraint ck_notification_attempts check (attempts between 0 and 2),
    constraint ck_notification_state check (state in ('waiting', 'delivered', 'undelivered', 'silenced'))
  )`,
  `create index ix_notification_cip on sandbox.notification (cip)`,
  `create index ix_notification_due on sandbox.notification (next_at) where next_at is not null`,
  `create table sandbox.act (
    id bigserial constraint pk_act primary key,
    cip bigint not null constraint fk_act_cip references sandbox.cip (number),
    kind text not null,
    due_at timestamptz not null,
    notify text not null,
    amount_minor bigint,
    constraint ck_act_kind check (kind in ('pay', 'await-expiry', 'reverse'))
  )`,
  `create index ix_act_due on sandbox.act (due_at)`,
  `create index ix_act_cip on sandbox.act (cip)`,
  `create table sandbox.request (
    id bigserial constraint pk_request primary key,
    at timestamptz not null,
    operation text not null,
    method text not null,
    path text not null,
    status integer,
    transaction_code text,
    cips text[] not null,
    body jsonb,
    fault text
  )`,
  `create index ix_request_operation on sandbox.request (operation, id)`,
  `create index ix_request_transaction_code on sandbox.request (transaction_code)`,
];

const DOWN = [
  `drop table sandbox.request, sandbox.act, sandbox.notification, sandbox.refund, sandbox.payment, sandbox.cip, sandbox.settings`,
  `drop sequence sandbox.cip_number, sandbox.operation_number`,
];
