import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, type CliWorld, openWorld, runWith } from '../cli.fixture.js';

const PAID_AT = '2026-11-25T10:00:00-05:00';

/** The tables of the product's books, by what refers to what. */
const BOOKS = ['payment', 'payment_item', 'stock_hold', 'cip', 'gateway_command', 'payment_event', 'idempotency_key'];

describe('chasqui recover', () => {
  let world: CliWorld;
  let folder = '';
  let first: CliRun;
  const numbers: Record<string, string> = {};
  let eventBefore = '';

  const states = async (): Promise<Record<string, string>> => {
    const rows = await world.database.query<{ order_id: string; state: string }>('select order_id, state from payment');
    return Object.fromEntries(rows.map(({ order_id, state }) => [order_id, state]));
  };
  const recover = (...more: string[]): Promise<CliRun> =>
    runWith(world.env, 'recover', join(folder, 'panel.csv'), ...more);

  beforeAll(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), 'chasqui-recover-'));
    const order = async (orderId: string): Promise<string> => {
      const { payment } = await world.shop.order({ orderId });
      return (numbers[orderId] = payment.cips[0]?.number ?? '');
    };
    for (const orderId of ['PAID', 'OPEN', 'LOST']) await order(orderId);
    // A create whose answer the backup does not have: the CIP is ours and has no number.
    for (const table of BOOKS) await world.database.query(`create table backup_${table} as table ${table}`);
    await world.database.query(`update backup_cip set number = null, url = null where number = $1`, [numbers['LOST']]);

    // What happens after the backup: one more order, three payments, an event that the ERP has heard.
    await order('AFTER');
    await order('AFTER-OPEN');
    for (const orderId of ['PAID', 'LOST', 'AFTER']) world.gateway.pay(numbers[orderId] ?? '', PAID_AT);
    await world.run('payment', 'check', 'PAID');
    const [event] = await world.database.query<{ id: string }>(`select id from outbox_event where type = 'order.paid'`);
    eventBefore = event?.id ?? '';

    // The restore: the books are as they were.
    await world.database.query(
      `truncate ${BOOKS.join(', ')}, gateway_fact, receipt, outbox_event, review_case cascade`,
    );
    for (const table of BOOKS) await world.database.query(`insert into ${table} select * from backup_${table}`);
    const rows = Object.values(numbers).map((cip) => `${cip};129.90;lo que diga`);
    await writeFile(
      join(folder, 'panel.csv'),
      ['CIP;Monto;Estado', ...rows, '4711;1.00;de otra cuenta', `${numbers['PAID'] ?? ''};129.90;otra vez`].join('\n'),
    );
    expect(await states()).toEqual({ PAID: 'pending', OPEN: 'pending', LOST: 'pending' });
    first = await recover();
  });

  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks about every CIP that the file names, once, and brings the books level', async () => {
    expect(first.code).toBe(0);
    expect(first.out).toBe(
      [
        'PagoEfectivo was asked about 6 CIP(s) and told of 5. 2 payment(s) changed.',
        '1 CIP(s) got their number back.',
        '1 CIP(s) hold money of orders that the backup does not have: each is a case.',
        '1 CIP(s) of orders that the backup does not have are unpaid.',
        '1 CIP(s) are unknown to PagoEfectivo: is the file of this account?',
        '',
      ].join('\n'),
    );
    expect(await states()).toEqual({ PAID: 'paid', OPEN: 'pending', LOST: 'paid' });
  });

  it('believes the gateway and not the file, whose words nobody understands', async () => {
    const facts = await world.database.query('select distinct source, kind from gateway_fact');
    expect(facts).toEqual([{ source: 'search', kind: 'paid' }]);
  });

  it('writes an event again under the id that its receivers know', async () => {
    const events = await world.database.query<{ id: string; order_id: string }>(
      `select id, order_id from outbox_event where type = 'order.paid' order by order_id`,
    );
    expect(events.map(({ order_id }) => order_id)).toEqual(['LOST', 'PAID']);
    expect(events.find(({ order_id }) => order_id === 'PAID')?.id).toBe(eventBefore);
  });

  it('makes the money of an order that is lost a case', async () => {
    const cases = await world.database.query(
      `select kind, state, details->>'cip' as cip, details->>'amount' as amount from review_case`,
    );
    expect(cases).toEqual([{ kind: 'unknown_cip', state: 'open', cip: numbers['AFTER'], amount: '129.90' }]);
  });

  it('may be repeated and then changes nothing', async () => {
    const { code, out } = await recover('--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      named: 6,
      searched: 5,
      unasked: 0,
      unknownThere: 1,
      paymentsChanged: 0,
      bound: 0,
      unknownPaid: 1,
      unknownUnpaid: 1,
    });
    expect(await world.database.query(`select 1 from outbox_event where type = 'order.paid'`)).toHaveLength(2);
  });

  it('fails and says why while PagoEfectivo is away, to be run again', async () => {
    world.gateway.mode = 'down';
    const { code, out } = await recover();
    world.gateway.mode = 'well';
    expect(code).toBe(1);
    expect(out).toContain('It could not be asked about 6 CIP(s) (');
    expect(out).toContain('run the same again');
  });
});
