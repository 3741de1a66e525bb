import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import type { Cip, GatewayFact, Observation, Payment } from '../domain/index.js';
import { connect, OutboxStage } from '../outbox/outbox.fixture.js';
import { canonicalJson } from '../json.js';
import { PaymentLedger } from './payment-ledger.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const HOUR = 3_600_000;

describe('PaymentLedger', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let ledger: PaymentLedger;
  let shopId: string;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    shopId = await new OutboxStage(dataSource).shop();
    ledger = new PaymentLedger(dataSource, { now: () => NOW }, { publicUrl: 'http://shop.test' });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** A payment that has its CIP and waits for money. */
  async function pending(orderId: string, nth = 1): Promise<Payment> {
    const id = `pay_${orderId}_${nth}`;
    const cip: Cip = {
      id: `cip_${orderId}_${nth}`,
      transactionCode: `${orderId}-${nth}`,
      number: null,
      url: null,
      current: true,
      status: 'requested',
      statusAt: null,
      pendingSeen: [],
      expiresAt: new Date(NOW.getTime() + HOUR),
      createdAt: NOW,
      pollAt: null,
      pollPriority: 'old',
      retireAt: null,
      announcedAt: null,
    };
    const payment: Payment = {
      id,
      accountId: 'acc_stage',
      amountMinor: 12_990n,
      currency: 'PEN',
      baseState: 'created',
      state: 'created',
      late: false,
      unconfirmed: false,
      failure: null,
      stock: 'held',
      stockGeneration: 1,
      createdAt: NOW,
      expiresAt: new Date(NOW.getTime() + HOUR),
      remindBeforeS: [],
      remindAt: null,
      nextAt: new Date(NOW.getTime() + HOUR),
      heldFor: null,
      paidAt: null,
      closedAt: null,
      cips: [cip],
      facts: [],
      receipts: [],
      refunds: [],
      commands: [],
      cases: new Map(),
      waitingNotifications: 0,
    };
    const { verdict } = await dataSource.transaction((manager) =>
      ledger.open(manager, {
        observation: { kind: 'open', paymentId: id, payment },
        details: {
          paymentId: id,
          shopId,
          orderId,
          livemode: false,
          description: null,
          customer: { email: 'rosa@example.pe' },
          items: [{ sku: 'POLO-M', name: null, quantity: 2, unitPriceMinor: null }],
          metadata: {},
          returnUrl: null,
          pageToken: `token-${id}`,
          updatedAt: NOW,
        },
      }),
    );
    if (verdict.kind !== 'applied') return payment;
    await ledger.observe({
      kind: 'cip_created',
      paymentId: id,
      cipId: cip.id,
      commandId: 'none',
      number: String(Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 8), 16)),
      url: null,
      expiresAt: null,
    });
    return payment;
  }

  function paid(orderId: string, change: Partial<GatewayFact> = {}, nth = 1): Observation {
    return {
      kind: 'money',
      paymentId: `pay_${orderId}_${nth}`,
      fact: {
        cipId: `cip_${orderId}_${nth}`,
        kind: 'paid',
        source: 'notification',
        operationNumber: '77',
        amountMinor: 12_990n,
        currency: 'PEN',
        occurredAt: NOW,
        observedAt: NOW,
        evidence: null,
        ...change,
      },
    };
  }

  async function one<Row>(sql: string, parameters: unknown[] = []): Promise<Row> {
    const [row] = await dataSource.query<Row[]>(sql, parameters);
    if (row === undefined) throw new Error('no row');
    return row;
  }

  it('makes one order.paid, one receipt and one commit of stock from twenty racing observations, many times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const orderId = `R${round}`;
      await pending(orderId);
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          ledger.observe(
            n % 2 === 0
              ? paid(orderId)
              : paid(orderId, { source: 'search', operationNumber: '', observedAt: new Date(NOW.getTime() + n) }),
          ),
        ),
      );
      const result = await one<Record<string, unknown>>(
        `select state, stock, event_sequence,
           (select count(*)::int from outbox_event e where e.payment_id = p.id and type = 'order.paid') as shipped,
           (select count(*)::int from receipt r where r.payment_id = p.id) as receipts,
           (select array_agg(state) from stock_hold h where h.payment_id = p.id) as holds
         from payment p where id = $1`,
        [`pay_${orderId}_1`],
      );
      expect(result).toEqual({
        state: 'paid',
        stock: 'committed',
        event_sequence: 2,
        shipped: 1,
        receipts: 1,
        holds: ['committed'],
      });
    }
  });

  it('lets twenty transactions over the same orders in any order finish without a deadlock', async () => {
    const orders = Array.from({ length: 12 }, (_, n) => `D${n}`);
    for (const orderId of orders) await pending(orderId);
    const shuffled = (): string[] => [...orders].sort(() => Math.random() - 0.5);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ledger.observeMany(shuffled().map((orderId) => paid(orderId, { operationNumber: String(n % 3) }))),
      ),
    );
    const { shipped } = await one<{ shipped: number }>(
      `select count(*)::int as shipped from outbox_event where type = 'order.paid' and order_id like 'D%'`,
    );
    expect(shipped).toBe(orders.length);
  });

  it('lets exactly one of twenty openings of an order through, and refuses one that is paid', async () => {
    const openings = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => pending('O1', n + 1)));
    expect(openings.some((opening) => opening.status === 'fulfilled')).toBe(true);
    const { open } = await one<{ open: number }>(`select count(*)::int as open from payment where order_id = 'O1'`);
    expect(open).toBe(1);
    const { nth } = await one<{ nth: number }>(
      `select split_part(id, '_', 3)::int as nth from payment where order_id = 'O1'`,
    );
    await ledger.observe(paid('O1', {}, nth));
    await pending('O1', 99);
    const { total } = await one<{ total: number }>(`select count(*)::int as total from payment where order_id = 'O1'`);
    expect(total).toBe(1);
  });

  it('writes nothing at all when a part of it cannot be written', async () => {
    await pending('A1');
    await expect(ledger.observe(paid('A1', { operationNumber: '\ud800' }))).rejects.toThrow(/unicode|json/i);
    const result = await one<Record<string, unknown>>(
      `select state, stock, (select count(*)::int from gateway_fact f where f.payment_id = p.id) as facts from payment p where id = 'pay_A1_1'`,
    );
    expect(result).toEqual({ state: 'pending', stock: 'held', facts: 0 });
  });

  it('chains history so that a change of any row shows', async () => {
    await pending('H1');
    await ledger.observe(paid('H1'));
    const rows = await dataSource.query<
      { sequence: number; type: string; at: Date; actor: string; data: unknown; digest: Buffer }[]
    >(`select * from payment_event where payment_id = 'pay_H1_1' order by sequence`);
    expect(rows.length).toBeGreaterThan(2);
    let previous = '';
    for (const row of rows) {
      const data = createHash('sha256').update(canonicalJson(row.data)).digest('hex');
      const link = JSON.stringify([
        previous,
        'pay_H1_1',
        row.sequence,
        row.type,
        row.at.toISOString(),
        row.actor,
        data,
      ]);
      previous = createHash('sha256').update(link).digest('hex');
      expect(row.digest.toString('hex')).toBe(previous);
    }
    const { digest } = await one<{ digest: Buffer }>(
      `select history_digest as digest from payment where id = 'pay_H1_1'`,
    );
    expect(digest.toString('hex')).toBe(previous);
  });

  it('gives an event the same id in a restored database that decides again', async () => {
    await pending('B1');
    await ledger.observe(paid('B1'));
    const before = await one<{ id: string }>(
      `select id from outbox_event where order_id = 'B1' and type = 'order.paid'`,
    );
    await dataSource.query(`delete from outbox_event where order_id = 'B1' and type = 'order.paid'`);
    await dataSource.query(`delete from receipt where payment_id = 'pay_B1_1'`);
    await dataSource.query(`delete from gateway_fact where payment_id = 'pay_B1_1'`);
    await dataSource.query(`update payment set state = 'pending', stock = 'held' where id = 'pay_B1_1'`);
    await ledger.observe(paid('B1'));
    const after = await one<{ id: string }>(
      `select id from outbox_event where order_id = 'B1' and type = 'order.paid'`,
    );
    expect(after.id).toBe(before.id);
  });
});
