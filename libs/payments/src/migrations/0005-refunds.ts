import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that goes back (requirement R4): who decided, where it goes, what proves it, and which accounts do it by API. */
export class Refunds1764090000005 implements MigrationInterface {
  name = 'Refunds1764090000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table refund drop column evidence, add column cip_id text constraint fk_refund_cip references cip (id),
     add column destination_kind text, add column destination_bank text, add column destination_tail text,
     add column destination_by text, add column credit_note text, add column case_key text,
     add column self_approved boolean not null default false, add column decided_at timestamptz,
     add column sent_at timestamptz, add column bank_reference text, add column end_reason text,
     add column uncertain text, add column next_at timestamptz`,
  `update refund r set cip_id = c.cip_id from receipt c where c.id = r.receipt_id`,
  `alter table refund alter column cip_id set not null,
     add constraint ck_refund_approved check (state in ('requested', 'rejected') or approved_by is not null),
     add constraint ck_refund_destination check ((destination_ciphertext is null) =
       (destination_kind is null or destination_bank is null or destination_tail is null or destination_by is null))`,
  `create index ix_refund_state on refund (state, id)`,
  `create index ix_refund_due on refund (next_at) where next_at is not null`,
  `create table refund_evidence (
    id text constraint pk_refund_evidence primary key,
    refund_id text not null constraint fk_refund_evidence_refund references refund (id),
    name text not null,
    media_type text not null,
    sha256 bytea not null,
    content bytea not null constraint ck_refund_evidence_size check (octet_length(content) <= 1048576),
    added_by text not null,
    added_at timestamptz not null
  )`,
  `create index ix_refund_evidence_refund on refund_evidence (refund_id)`,
  `alter table gateway_account add column refunds_api boolean not null default false`,
];

const DOWN = [
  `alter table gateway_account drop column refunds_api`,
  `drop table refund_evidence`,
  `drop index ix_refund_due`,
  `drop index ix_refund_state`,
  `alter table refund drop constraint ck_refund_destination, drop constraint ck_refund_approved, drop column next_at,
     drop column uncertain, drop column end_reason, drop column bank_reference, drop column sent_at,
     drop column decided_at, drop column self_approved, drop column case_key, drop column credit_note,
     drop column destination_by, drop column destination_tail, drop column destination_bank,
     drop column destination_kind, drop column cip_id, add column evidence text`,
];
