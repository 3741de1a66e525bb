import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationApplier, NotificationDesk, PaymentLedger } from '#payments';
import { parseNotification } from '#pagoefectivo';
import { notificationJson, Product } from './product.js';

/** The database of this spec takes no such fact: what a row looks like that no rule foresaw. */
const POISON = 'poison';

describe('a poisoned notification', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'ingest'] });
  });
  afterAll(() => product.close());

  async function manyPayments(count: number, prefix: string, firstCip: number): Promise<void> {
    // Rows as the checkout writes them; five hundred HTTP orders would only test the sandbox.
    await product.order(`${prefix}-0`);
    await product.database.query(
      `insert into payment select ('pay_' || $1 || '_' || n), shop_id, account_id, livemode, $1 || '-' || n, amount_minor, currency,
         description, customer, metadata, return_url, 'token-' || $1 || n, state, base_state, late, in_review, unconfirmed, failure_code,
         failure_message, stock, stock_generation, refunded_minor, event_sequence, history_sequence, history_digest, expires_at,
         next_at, clock_lease_until, paid_at, closed_at, created_at, updated_at
       from payment, generate_series(1, $2) n where order_id = $1 || '-0'`,
      [prefix, count],
    );
    await product.database.query(
      `insert into cip (id, payment_id, account_id, transaction_code, number, url, amount_minor, currency, current, status, expires_at, created_at)
       select 'cip_' || $1 || '_' || n, 'pay_' || $1 || '_' || n, c.account_id, $1 || '-code-' || n, ($3::int + n)::text, null, c.amount_minor,
         c.currency, true, 'pending', c.expires_at, c.created_at
       from cip c join payment p on p.id = c.payment_id, generate_series(1, $2) n where p.order_id = $1 || '-0'`,
      [prefix, count, firstCip],
    );
  }

  it('stands alone: 499 of 500 apply, none of them twice or after a retry, and it stays visible and replayable', async () => {
    await manyPayments(500, 'P', 600_000);
    await product.database.query(
      `alter table gateway_fact add constraint ck_poison check (operation_number <> '${POISON}')`,
    );
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => {
        const raw = notificationJson({ cip: String(600_001 + index), operationNumber: `p${index}` });
        return product.notify(index === 250 ? raw.replace('"p250"', `"${POISON}"`) : raw);
      }),
    );
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    const ids = (await product.database.query<{ id: string }>('select id from notification')).map((row) => row.id);
    const failures: string[] = [];
    const ledger = new PaymentLedger(product.dataSource, product.clock, { publicUrl: 'http://shop.test' });
    const applier = new NotificationApplier(product.dataSource, ledger, parseNotification, product.clock, {
      onFailed: ({ notificationId }) => failures.push(notificationId),
    });
    expect(await applier.applyIds(ids)).toBe(500);
    expect(failures).toHaveLength(1);
    const states = await product.database.query<{ status: string; attempts: number; count: number }>(
      'select status, attempts, count(*)::int as count from notification group by 1, 2 order by 1',
    );
    expect(states).toEqual([
      { status: 'applied', attempts: 1, count: 499 },
      { status: 'failed', attempts: 1, count: 1 },
    ]);
    const [paid] = await product.database.query<{ count: number }>(
      `select count(*)::int as count from outbox_event where type = 'order.paid'`,
    );
    expect(paid?.count).toBe(499);
    const [bad] = await product.database.query<{ outcome: string; raw: Buffer }>(
      `select outcome, raw from notification where status = 'failed'`,
    );
    expect(bad?.outcome).not.toBe('');
    expect(bad?.raw.toString('utf8')).toContain(POISON);
  });

  it('lets twenty workers share an inbox without a deadlock and without applying anything twice', async () => {
    await product.database.query('delete from notification');
    await manyPayments(300, 'D', 700_000);
    await Promise.all(
      Array.from({ length: 600 }, (_, n) =>
        product.notify({ cip: String(700_000 + (n % 300) + 1), operationNumber: `d${n % 300}` }),
      ),
    );
    const ids = (await product.database.query<{ id: string }>('select id from notification')).map((row) => row.id);
    const ledger = new PaymentLedger(product.dataSource, product.clock, { publicUrl: 'http://shop.test' });
    const applier = new NotificationApplier(product.dataSource, ledger, parseNotification, product.clock);
    const shuffled = (): string[] => [...ids].sort(() => Math.random() - 0.5);
    const settled = await Promise.all(Array.from({ length: 20 }, () => applier.applyIds(shuffled().slice(0, 100))));
    expect(settled.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(600);
    while ((await applier.drain(100)) > 0);
    const [left] = await product.database.query<{ open: number; paid: number }>(
      `select (select count(*)::int from notification where status <> 'applied') as open,
         (select count(*)::int from outbox_event where type = 'order.paid' and order_id like 'D-%') as paid`,
    );
    expect(left).toEqual({ open: 0, paid: 300 });
  });

  it('is applied once an operator replays it', async () => {
    const order = await product.order('R-1');
    await product.notify({ cip: order.cip.number, operationNumber: 'r1' });
    await product.database.query(`update notification set status = 'failed' where cip_number = $1`, [order.cip.number]);
    const desk = new NotificationDesk(product.dataSource, product.clock);
    const failed = await desk.list({ status: 'failed', limit: 10 });
    expect(failed.data).toHaveLength(1);
    await desk.replay(failed.data[0]?.id ?? '');
    await product.startApp('reconciliation');
    await product.waitForState(order.id, 'paid');
  });
});
