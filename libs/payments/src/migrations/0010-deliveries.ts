import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an endpoint is spared, reached and proven to (requirement R21), and what a person decided about a delivery. */
export class Deliveries1764090000010 implements MigrationInterface {
  name = 'Deliveries1764090000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table webhook_endpoint
     add column public_key text,
     add column header_names text[] not null default '{}',
     add column headers_ciphertext text,
     add column client_certificate text,
     add column client_key_ciphertext text,
     add column ca_certificate text,
     add column connect_timeout_ms integer not null default 3000
       constraint ck_webhook_endpoint_connect_timeout check (connect_timeout_ms between 100 and 10000),
     add column timeout_ms integer not null default 10000
       constraint ck_webhook_endpoint_timeout check (timeout_ms between 1000 and 30000),
     add column max_concurrent integer not null default 4
       constraint ck_webhook_endpoint_max_concurrent check (max_concurrent between 1 and 64),
     add column rate_per_minute integer
       constraint ck_webhook_endpoint_rate check (rate_per_minute between 1 and 60000),
     add column rate_tokens double precision,
     add column rate_refilled_at timestamptz,
     add column failures integer not null default 0,
     add column last_failed_delivery text,
     add column failing_since timestamptz,
     add column alerted_at timestamptz,
     add column circuit_openings integer not null default 0,
     add column circuit_open_until timestamptz,
     add constraint ck_webhook_endpoint_client_key check ((client_certificate is null) = (client_key_ciphertext is null))`,
  `alter table delivery
     drop constraint ck_delivery_status,
     add constraint ck_delivery_status check (status in ('pending', 'delivered', 'failed', 'resolved')),
     add column resolved_at timestamptz,
     add column resolved_by text,
     add column resolved_reason text,
     add constraint ck_delivery_resolved check ((status = 'resolved') = (resolved_at is not null))`,
  `drop index ix_delivery_due`,
  `create index ix_delivery_due_first on delivery (endpoint_id, next_at, sequence) where status = 'pending' and attempts = 0`,
  `create index ix_delivery_due_retry on delivery (endpoint_id, next_at, sequence) where status = 'pending' and attempts > 0`,
  `create index ix_delivery_leased on delivery (endpoint_id) where status = 'pending' and lease_until is not null`,
  `create index ix_delivery_failed on delivery (endpoint_id, created_at) where status = 'failed'`,
  `alter table delivery_attempt add column endpoint_id text`,
  `update delivery_attempt a set endpoint_id = d.endpoint_id from delivery d where d.id = a.delivery_id`,
  `alter table delivery_attempt alter column endpoint_id set not null`,
  `create index ix_delivery_attempt_endpoint on delivery_attempt (endpoint_id, at)`,
];

const DOWN = [
  `drop index ix_delivery_attempt_endpoint`,
  `alter table delivery_attempt drop column endpoint_id`,
  `drop index ix_delivery_failed`,
  `drop index ix_delivery_leased`,
  `drop index ix_delivery_due_retry`,
  `drop index ix_delivery_due_first`,
  `create index ix_delivery_due on delivery (endpoint_id, next_at, sequence) where status = 'pending'`,
  `alter table delivery drop constraint ck_delivery_resolved, drop constraint ck_delivery_status`,
  `update delivery set status = 'failed' where status = 'resolved'`,
  `alter table delivery drop column resolved_reason, drop column resolved_by, drop column resolved_at,
     add constraint ck_delivery_status check (status in ('pending', 'delivered', 'failed'))`,
  `alter table webhook_endpoint drop constraint ck_webhook_endpoint_client_key, drop column circuit_open_until,
     drop column circuit_openings, drop column alerted_at, drop column failing_since, drop column last_failed_delivery,
     drop column failures, drop column rate_refilled_at, drop column rate_tokens, drop column rate_per_minute,
     drop column max_concurrent, drop column timeout_ms, drop column connect_timeout_ms, drop column ca_certificate,
     drop column client_key_ciphertext, drop column client_certificate, drop column headers_ciphertext, drop column header_names,
     drop column public_key`,
];
