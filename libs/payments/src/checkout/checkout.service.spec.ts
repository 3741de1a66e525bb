import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase, TestShop } from '#testing';
import { FrozenClock, TestGateway, testConfig, testDatabase, testShop } from '#testing';
import { DEFAULT_SHOP_ID } from '../accounts/account-seeding.js';
import { openCommandOf } from '../domain/index.js';
import { connect } from '../outbox/outbox.fixture.js';
import type { CheckoutRequest } from './checkout-opening.js';
import type { BegunCheckout } from './checkout.service.js';

type Begun = Extract<BegunCheckout, { kind: 'begun' }>;

describe('a checkout that begins with its key', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let gateway: TestGateway;
  let shop: TestShop;
  let nth = 0;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    gateway = await TestGateway.start();
    const clock = new FrozenClock(new Date('2026-11-23T12:00:00.000Z'));
    shop = await testShop({ dataSource, clock, gateway, settings: testConfig({ database }) });
  });
  afterAll(async () => {
    await shop.close();
    await gateway.close();
    await dataSource.destroy();
    await database.drop();
  });

  const refTo = (orderId: string) => ({ shopId: DEFAULT_SHOP_ID, key: `key-${orderId}`, operation: 'test' });
  const orderFor = (change: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
    orderId: `B-${(nth += 1)}`,
    amountMinor: 12_990n,
    currency: 'PEN',
    description: null,
    customer: { email: 'rosa@example.pe' },
    items: [{ sku: 'POLO-M', name: null, quantity: 2, unitPriceMinor: 6_495n }],
    expiresAt: null,
    returnUrl: null,
    metadata: {},
    ...change,
  });
  const allowed = (): void => undefined;
  const creates = (): number => gateway.asked.filter((path) => path === 'POST /v1/cips').length;

  async function begin(request: CheckoutRequest): Promise<Begun> {
    const begun = await shop.payments.checkout.begin(refTo(request.orderId), request, allowed);
    if (begun?.kind !== 'begun') throw new Error(`the checkout was not begun but ${begun?.kind ?? 'its key was used'}`);
    return begun;
  }

  async function commandOf({ claim }: Begun): Promise<{ id: string; status: string; attempts: number; held: boolean }> {
    const [row] = await dataSource.query(
      `select id, status, attempts, coalesce(lease_until > now(), false) and sent_at is not null as held
       from gateway_command where payment_id = $1`,
      [claim.paymentId],
    );
    return row;
  }

  it('holds its create from the commit that opens the payment, so that nobody else sends it', async () => {
    const begun = await begin(orderFor());
    const asked = creates();
    const command = await commandOf(begun);
    expect(command).toMatchObject({ status: 'sent', attempts: 1, held: true });
    expect(await shop.payments.commands.run(command.id)).toBe(false);
    expect(await shop.payments.commands.settle(command.id)).toBe(false);
    expect(creates()).toBe(asked);
    expect((await begun.proceed(() => null)).outcome).toMatchObject({ kind: 'payment' });
    expect(creates()).toBe(asked + 1);
  });

  it('is given up and replaced once when its process dies between that commit and the call', async () => {
    const request = orderFor();
    const begun = await begin(request);
    const asked = creates();
    const { id } = await commandOf(begun);
    expect(await shop.payments.idempotency.claim(refTo(request.orderId), request)).toEqual({ kind: 'in_use' });
    // What a dead process leaves behind, when its leases have ended.
    await dataSource.query(`update gateway_command set lease_until = now() - interval '1 second' where id = $1`, [id]);
    await dataSource.query(`update idempotency_key set lease_until = now() - interval '1 second' where key = $1`, [
      begun.claim.key,
    ]);
    expect(await shop.payments.commands.settle(id)).toBe(true);
    expect(creates()).toBe(asked + 1);
    const verdict = await shop.payments.idempotency.claim(refTo(request.orderId), request);
    if (verdict.kind !== 'claimed') throw new Error(verdict.kind);
    const outcome = await shop.payments.checkout.checkout(verdict.claim, DEFAULT_SHOP_ID, request);
    if (outcome.kind !== 'payment') throw new Error(outcome.kind);
    // In one millisecond of the frozen clock, ids come in any order.
    const shown = outcome.found.payment.cips.map(({ status, current }) => `${status} ${current}`).toSorted();
    expect(shown).toEqual(['lost false', 'pending true']);
    expect(openCommandOf(outcome.found.payment)).toBeUndefined();
    expect(creates()).toBe(asked + 1);
  });

  it('answers with what was written, as a reader finds it', async () => {
    const begun = await begin(orderFor({ metadata: { channel: 'web' }, description: '2 polos' }));
    const { outcome } = await begun.proceed(() => null);
    if (outcome.kind !== 'payment') throw new Error(outcome.kind);
    const read = await shop.payments.reader.get(outcome.found.payment.id);
    expect(shop.payments.reader.view(outcome.found)).toEqual(shop.payments.reader.view(read));
    expect(outcome.found.payment).toMatchObject({ ...read.payment, commands: expect.anything() });
  });

  it('settles on top of what came between its commit and the answer', async () => {
    const begun = await begin(orderFor());
    const paymentId = begun.claim.paymentId ?? '';
    const { payment } = await shop.payments.reader.get(paymentId);
    const now = new Date('2026-11-23T12:00:00.000Z');
    const { verdict } = await shop.payments.ledger.observe({
      kind: 'money',
      paymentId,
      fact: {
        cipId: payment.cips[0]?.id ?? '',
        kind: 'paid',
        source: 'notification',
        operationNumber: '77',
        amountMinor: 12_990n,
        currency: 'PEN',
        occurredAt: now,
        observedAt: now,
        evidence: null,
      },
    });
    expect(verdict).toEqual({ kind: 'applied' });
    const { outcome } = await begun.proceed(() => null);
    expect(outcome).toMatchObject({ kind: 'payment', found: { payment: { state: 'paid' } } });
    const read = await shop.payments.reader.get(paymentId);
    expect(read.payment).toMatchObject({
      state: 'paid',
      receipts: [{ counts: 'applied' }],
      cips: [{ number: expect.any(String) }],
    });
    const events = await dataSource.query<{ sequence: number }[]>(
      'select sequence from payment_event where payment_id = $1 order by sequence',
      [paymentId],
    );
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.length).toBeGreaterThan(2);
  });

  it('stores its final answer with the payment that it tells of', async () => {
    const request = orderFor();
    const begun = await begin(request);
    const settled = await begun.proceed((outcome) => ({ status: 201, body: outcome.kind }));
    expect(settled).toMatchObject({ isKept: true, outcome: { kind: 'payment' } });
    const again = await shop.payments.checkout.begin(refTo(request.orderId), request, allowed);
    expect(again).toBeNull();
    expect(await shop.payments.idempotency.claim(refTo(request.orderId), request)).toEqual({
      kind: 'stored',
      status: 201,
      body: 'payment',
    });
  });

  it('leaves the answer to the attempt that took its key over', async () => {
    const request = orderFor();
    const begun = await begin(request);
    await shop.payments.idempotency.release(begun.claim);
    expect(await shop.payments.idempotency.claim(refTo(request.orderId), request)).toMatchObject({
      kind: 'claimed',
      claim: { attempt: 2, paymentId: begun.claim.paymentId },
    });
    await begun.proceed(() => ({ status: 201, body: 'of the first attempt' }));
    expect(await shop.payments.idempotency.claim(refTo(request.orderId), request)).toEqual({ kind: 'in_use' });
  });

  it.each([
    ['has no account for its currency', { currency: 'USD' as const }, allowed, 'no_account'],
    [
      'may not begin',
      {},
      () => {
        throw new Error('not now');
      },
      'not now',
    ],
  ])('leaves its key unused when it %s', async (_, change, mayBegin, why) => {
    const request = orderFor(change);
    const begun = await shop.payments.checkout
      .begin(refTo(request.orderId), request, mayBegin)
      .catch((error: Error) => error.message);
    expect(typeof begun === 'string' ? begun : begun?.kind === 'nothing' && begun.outcome.kind).toBe(why);
    const left = await dataSource.query(
      `select (select count(*)::int from idempotency_key where key = $1) as keys,
         (select count(*)::int from payment where order_id = $2) as payments`,
      [`key-${request.orderId}`, request.orderId],
    );
    expect(left).toEqual([{ keys: 0, payments: 0 }]);
  });

  it('is begun by who takes over a key whose payment was never opened', async () => {
    const request = orderFor();
    const ref = refTo(request.orderId);
    const verdict = await shop.payments.idempotency.claim(ref, request);
    if (verdict.kind !== 'claimed') throw new Error(verdict.kind);
    const claim = { ...verdict.claim, paymentId: 'pay_never' };
    expect(await shop.payments.checkout.checkout(claim, ref.shopId, request)).toMatchObject({ kind: 'payment' });
  });

  it('is begun by one of twenty that come with one key at once', async () => {
    const request = orderFor();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => shop.payments.checkout.begin(refTo(request.orderId), request, allowed)),
    );
    expect(all.filter((begun) => begun?.kind === 'begun')).toHaveLength(1);
    expect(all.filter((begun) => begun === null)).toHaveLength(19);
  });
});
