import type pg from 'pg';

/**
 * Moments by one right clock, written by triggers (closed: a payment; known: the number of a CIP; unwanted: a payment or a
 * CIP that nobody should pay from then on): clocks of processes are apart on purpose, and the rules compare what
 * one of them did with what the gateway did.
 */
export async function installTrueTime(pool: pg.Pool): Promise<void> {
  for (const statement of STATEMENTS) await pool.query(statement);
}

export interface TrueMoments {
  /** When a payment was last closed, by its id, in ms. */
  readonly closedAtMs: ReadonlyMap<string, number>;
  /** When the number of a CIP reached us, by the number, in ms. */
  readonly knownAtMs: ReadonlyMap<string, number>;
}

export async function readTrueMoments(pool: pg.Pool): Promise<TrueMoments> {
  const { rows } = await pool.query<{ what: string; subject: string; at_ms: number }>(
    `select what, subject, extract(epoch from at)::float8 * 1000 as at_ms from chaos.moment`,
  );
  const of = (what: string): Map<string, number> =>
    new Map(rows.filter((row) => row.what === what).map((row) => [row.subject, row.at_ms]));
  return { closedAtMs: of('closed'), knownAtMs: of('known') };
}

const NOW = `clock_timestamp() + (select ahead from public.simulated_time)`;
const CLOSED = `('expired', 'cancelled', 'failed')`;
const OPEN = `('created', 'pending', 'expiring')`;

const STATEMENTS = [
  `create schema chaos`,
  `create table chaos.moment (what text, subject text, at timestamptz not null, primary key (what, subject))`,
  `create function chaos.of_payment() returns trigger language plpgsql as $$ begin
     if new.base_state in ${CLOSED} and (tg_op = 'INSERT' or old.base_state not in ${CLOSED}) then
       insert into chaos.moment values ('closed', new.id, ${NOW})
         on conflict (what, subject) do update set at = excluded.at;
     end if;
     if new.state not in ${OPEN} then
       insert into chaos.moment values ('unwanted', new.id, ${NOW}) on conflict do nothing;
     end if; return null; end $$`,
  `create trigger chaos after insert or update on payment for each row execute function chaos.of_payment()`,
  `create function chaos.of_cip() returns trigger language plpgsql as $$ begin
     if new.number is not null and (tg_op = 'INSERT' or old.number is null) then
       insert into chaos.moment values ('known', new.number, ${NOW}) on conflict do nothing;
     end if;
     if not new.current then
       insert into chaos.moment values ('unwanted', new.id, ${NOW}) on conflict do nothing;
     end if; return null; end $$`,
  `create trigger chaos after insert or update on cip for each row execute function chaos.of_cip()`,
];
