import type pg from 'pg';

/**
 * The sandbox keeps its books in a database that nothing happens to. The rules read both sides in one place, so its
 * tables are copied beside the product's before every look.
 */
export async function linkGatewayBooks(pool: pg.Pool, sandboxUrl: string): Promise<void> {
  const { hostname, port, pathname, username, password } = new URL(sandboxUrl);
  const text = (value: string): string => `'${decodeURIComponent(value).replaceAll("'", "''")}'`;
  await pool.query(`
    create extension postgres_fdw;
    create server gateway foreign data wrapper postgres_fdw
      options (host ${text(hostname)}, port ${text(port)}, dbname ${text(pathname.slice(1))});
    create user mapping for current_user server gateway options (user ${text(username)}, password ${text(password)});
    create schema gateway;
    import foreign schema sandbox limit to (cip, payment, notification) from server gateway into gateway`);
}

export async function copyGatewayBooks(pool: pg.Pool): Promise<void> {
  await pool.query(`
    drop schema if exists sandbox cascade;
    create schema sandbox;
    create table sandbox.cip as table gateway.cip;
    create table sandbox.payment as table gateway.payment;
    create table sandbox.notification as table gateway.notification;
    create index on sandbox.cip (number);
    create index on sandbox.cip (transaction_code);
    create index on sandbox.payment (cip);
    create index on sandbox.notification (cip);
    analyze sandbox.cip, sandbox.payment, sandbox.notification`);
}
