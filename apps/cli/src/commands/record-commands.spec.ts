import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventRelay } from '#payments';
import { SystemClock } from '#platform';
import { type CliWorld, openWorld } from '../cli.fixture.js';

const ROSA = 'Rosa@Example.pe';

describe('chasqui records', () => {
  let world: CliWorld;
  let folder = '';

  beforeAll(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), 'chasqui-cli-records-'));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** An order that was taken and paid, so that it has a history, events and a stored notification. */
  async function endedOrder(orderId: string): Promise<string> {
    const { payment } = await world.shop.order({ orderId, email: 'rosa@example.pe' });
    await world.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    expect(await world.shop.payments.applier.drain(10)).toBe(1);
    return payment.id;
  }

  async function cipOf(paymentId: string): Promise<string> {
    const [row] = await query<{ number: string }>('select number from cip where payment_id = $1', [paymentId]);
    return row?.number ?? '';
  }

  const secondMoney = (cip: string): Buffer =>
    Buffer.from(
      `{"eventType":"cip.paid","operationNumber":"9999","data":{"cip":"${cip}","currency":"PEN","amount":129.90}}`,
    );

  const query = <Row>(sql: string, parameters: unknown[]): Promise<Row[]> =>
    world.dataSource.query<Row[]>(sql, parameters);

  it('history verify follows every chain, and names the first row that somebody touched', async () => {
    const id = await endedOrder('H-1');
    await endedOrder('H-2');
    const whole = await world.run('history', 'verify');
    expect(whole.err).toBe('');
    expect(whole.code).toBe(0);
    expect(whole.out).toContain('of 2 payment(s) are as they were written');

    const [row] = await query<{ data: unknown; digest: Buffer }>(
      'select data, digest from payment_event where payment_id = $1 and sequence = 2',
      [id],
    );
    const attempts: [string, unknown[], string][] = [
      [
        `update payment_event set data = '{"x":1}' where payment_id = $1 and sequence = 2`,
        [id],
        'row 2 is not what was written',
      ],
      [
        `update payment_event set actor = 'nobody' where payment_id = $1 and sequence = 2`,
        [id],
        'row 2 is not what was written',
      ],
      [
        `update payment_event set data_digest = '\\x00' where payment_id = $1 and sequence = 2`,
        [id],
        'row 2 is not what was written',
      ],
      [`delete from payment_event where payment_id = $1 and sequence = 2`, [id], 'row 2 is missing'],
      [
        `delete from payment_event where payment_id = $1 and sequence = (select max(sequence) from payment_event where payment_id = $1)`,
        [id],
        'and those after it are missing',
      ],
    ];
    expect(row).toBeDefined();
    for (const [sql, parameters, sentence] of attempts) {
      const runner = world.dataSource.createQueryRunner();
      await runner.query('create table saved as select * from payment_event');
      await runner.query(sql, parameters);
      const run = await world.run('history', 'verify', 'H-1');
      expect(run.code).toBe(1);
      expect(run.out).toContain(`${id}: row`);
      expect(run.out).toContain(sentence);
      expect((await world.run('history', 'verify', 'H-2')).code).toBe(0);
      await runner.query('delete from payment_event');
      await runner.query('insert into payment_event select * from saved');
      await runner.query('drop table saved');
      await runner.release();
    }
    expect((await world.run('history', 'verify')).code).toBe(0);
  });

  it('personal-data erase takes a shopper out of everything and keeps the books and the chain', async () => {
    const id = await endedOrder('P-1');
    const open = (await world.shop.order({ orderId: 'P-2', email: 'rosa@example.pe' })).payment.id;
    await query(
      `insert into idempotency_key (shop_id, key, operation, request_hash, payment_id, response_status, response_body)
       select shop_id, 'k', 'create', '\\x00', id, 201, '{"id":"x","customer":{"email":"rosa@example.pe"},"metadata":{"to":"Rosa"}}'
       from payment where id = $1`,
      [id],
    );
    await world.shop.notify({
      cip: await cipOf(id),
      amount: '129.90',
      operationNumber: '9999',
      raw: secondMoney(await cipOf(id)),
    });
    await world.shop.payments.applier.drain(10);
    expect((await world.run('personal-data', 'erase', '--payment', id)).out).toContain('a case about it is open');
    for (const open_ of await world.shop.payments.cases.list({ paymentId: id, limit: 10 })) {
      const reason = 'Rosa Quispe called and wants it back.';
      await world.shop.payments.cases.resolve(open_.id, { resolution: 'close', reason, actor: 'test' });
    }
    // Until the relay has numbered its events, endpoints may still need them.
    expect((await world.run('personal-data', 'erase', '--payment', id)).out).toContain('events about it still wait');
    await new EventRelay(world.dataSource, new SystemClock()).relay();
    const told = await world.run('personal-data', 'erase', '--email', ROSA, '--dry-run');
    expect(told.out).toContain(`${id} (P-1): can be erased.`);

    const run = await world.run('personal-data', 'erase', '--email', ROSA);
    expect(run.code).toBe(1);
    expect(run.out).toContain(`${id} (P-1): erased.`);
    expect(run.out).toContain(`${open} (P-2): left as it is, still open: cancel it, or wait for its end.`);

    const dump = await query<{ text: string }>(
      `select p::text || coalesce((select string_agg(e.body, '') from outbox_event e where e.payment_id = p.id), '')
         || coalesce((select string_agg(k.response_body, '') from idempotency_key k where k.payment_id = p.id), '')
         || coalesce((select string_agg(h.data::text, '') from payment_event h where h.payment_id = p.id), '')
         || coalesce((select string_agg(v::text, '') from review_case v where v.payment_id = p.id), '')
         || coalesce((select string_agg(c::text, '') from gateway_call c where c.payment_id = p.id), '') as text
       from payment p where p.id = $1`,
      [id],
    );
    expect(dump[0]?.text).not.toMatch(/rosa|quispe/i);
    expect(dump[0]?.text).toContain('erased@personal-data.invalid');
    const verified = await world.run('history', 'verify', 'P-1');
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.out).toContain('(1 with erased words)');
    const again = await world.run('personal-data', 'erase', '--payment', 'P-1');
    expect(again).toMatchObject({ code: 0, out: `${id} (P-1): was erased before.\n` });
    const shown = await world.run('payment', 'show', 'P-1');
    expect(shown.code).toBe(0);
  });

  it('messages go to files by month, and a month in use stays', async () => {
    await query(
      `insert into notification (id, received_at, lane, raw, headers, signature_verdict, source_verdict, body_verdict, status)
       values ('old', now() - interval '3 years', 'inbox', '\\x01', '{}', 'valid', 'allowed', 'ok', 'applied')`,
      [],
    );
    const [row] = await query<{ month: string }>(
      `select to_char(received_at at time zone 'UTC', 'YYYY-MM') as month from notification where id = 'old'`,
      [],
    );
    const month = row?.month ?? '';
    expect((await world.run('messages', 'drop', '--month', month)).err).toContain(
      `run \`messages export --month ${month}\` first`,
    );
    const exported = await world.run('messages', 'export', '--month', month, '--to', folder);
    expect(exported.out).toContain(`notification: 1 rows in notification-${month}.ndjson.gz, SHA-256 `);
    expect(exported.out).toContain(`gateway_call: nothing in ${month}.`);
    expect(await readdir(folder)).toEqual([`notification-${month}.ndjson.gz`]);
    expect((await world.run('messages', 'list')).out).toContain(month);
    expect((await world.run('messages', 'drop', '--month', month)).out).toContain('notification: 1 rows dropped.');
    const thisMonth = new Date().toISOString().slice(0, 7);
    expect((await world.run('messages', 'drop', '--month', thisMonth)).err).toContain('must stay');
    expect((await world.run('messages', 'export', '--month', thisMonth, '--to', folder)).err).toContain(
      'has not ended',
    );
    expect((await world.run('messages', 'export', '--month', '2025-13', '--to', folder)).code).toBe(64);
    expect((await world.run('personal-data', 'erase')).err).toContain('Give either --email or --payment.');
  });
});
