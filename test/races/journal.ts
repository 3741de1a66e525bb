import type { TestDatabase } from '#testing';

/**
 * Written by triggers in one clock, that of the database server: what the product and the sandbox changed, and when.
 * The rules compare moments of different processes, whose business clocks are moved one after the other.
 */
export async function installJournal(database: TestDatabase): Promise<void> {
  for (const statement of JOURNAL) await database.query(statement);
}

/** One change of a payment, a CIP of ours, a CIP at the sandbox, or money that it took. */
export type JournalEntry =
  | {
      readonly what: 'payment';
      readonly atMs: number;
      readonly subject: string;
      readonly data: {
        readonly state: string;
        readonly base: string;
        readonly stock: string;
        readonly unconfirmed: boolean;
      };
    }
  | {
      readonly what: 'number';
      readonly atMs: number;
      readonly subject: string;
      readonly data: { readonly number: string };
    }
  | {
      readonly what: 'gateway_cip';
      readonly atMs: number;
      readonly subject: string;
      readonly data: { readonly status: 'pending' | 'paid' | 'removed'; readonly expiresAtMs: number };
    }
  | {
      readonly what: 'money';
      readonly atMs: number;
      readonly subject: string;
      readonly data: { readonly amountMinor: number };
    };

export async function readJournal(database: TestDatabase): Promise<JournalEntry[]> {
  return database.query<JournalEntry>(
    `select what, extract(epoch from at)::float8 * 1000 as "atMs", subject, data from races.journal order by at, id`,
  );
}

const JOURNAL = [
  `create schema races`,
  `create table races.journal (id bigserial primary key, at timestamptz not null default clock_timestamp(), what text not null,
     subject text not null, data jsonb not null)`,
  `create function races.of_payment() returns trigger language plpgsql as $$ begin
     if tg_op = 'INSERT' or (old.state, old.base_state, old.stock) is distinct from (new.state, new.base_state, new.stock) then
       insert into races.journal (what, subject, data) values ('payment', new.id, jsonb_build_object(
         'state', new.state, 'base', new.base_state, 'stock', new.stock, 'unconfirmed', new.unconfirmed));
     end if; return null; end $$`,
  `create trigger races after insert or update on payment for each row execute function races.of_payment()`,
  `create function races.of_cip() returns trigger language plpgsql as $$ begin
     if new.number is not null and (tg_op = 'INSERT' or old.number is null) then
       insert into races.journal (what, subject, data) values ('number', new.transaction_code, jsonb_build_object('number', new.number));
     end if; return null; end $$`,
  `create trigger races after insert or update on cip for each row execute function races.of_cip()`,
  `create function races.of_gateway_cip() returns trigger language plpgsql as $$ begin
     if tg_op = 'INSERT' or (old.status, old.expires_at) is distinct from (new.status, new.expires_at) then
       insert into races.journal (what, subject, data) values ('gateway_cip', new.number, jsonb_build_object(
         'status', new.status, 'expiresAtMs', extract(epoch from new.expires_at)::float8 * 1000));
     end if; return null; end $$`,
  `create trigger races after insert or update on sandbox.cip for each row execute function races.of_gateway_cip()`,
  `create function races.of_money() returns trigger language plpgsql as $$ begin
     insert into races.journal (what, subject, data) values ('money', new.cip, jsonb_build_object('amountMinor', new.amount_minor));
     return null; end $$`,
  `create trigger races after insert on sandbox.payment for each row execute function races.of_money()`,
];
