import type pg from 'pg';

/**
 * Lets the database run on business time, as a real one does: leases, the gateway's budget and its pauses are on the
 * database's clock. `now()` of sessions that are opened from here on is found in `public` first, and is as far ahead as
 * `setDatabaseAhead` says. The queue keeps the machine's time: its sessions have a search path of their own.
 */
export async function installDatabaseTime(pool: pg.Pool, database: string): Promise<void> {
  await pool.query('create table public.simulated_time (ahead interval not null)');
  await pool.query(`insert into public.simulated_time (ahead) values ('0')`);
  await pool.query(`create function public.now() returns timestamptz language sql stable parallel safe
    as $$ select pg_catalog.now() + (select ahead from public.simulated_time) $$`);
  await pool.query(`alter database ${database} set search_path = public, pg_catalog`);
}

export async function setDatabaseAhead(pool: pg.Pool, ms: number): Promise<void> {
  await pool.query(`update public.simulated_time set ahead = $1 * interval '1 millisecond'`, [ms]);
}
