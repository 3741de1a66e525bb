import type { DataSource } from 'typeorm';
import { expect } from 'vitest';
import type { TestDatabase, TestShop } from '#testing';
import { FrozenClock, TestGateway, testConfig, testDatabase, testShop } from '#testing';
import { connect } from '../outbox/outbox.fixture.js';
import type { RefundView } from './refund-view.js';
import type { BankAccount } from './refund-destination.js';
import type { RefundOutcome, RefundRequest } from './refund-desk.js';

export const ANA = 'operator:ana@shop.example';
export const LUIS = 'operator:luis@shop.example';
export const CCI: BankAccount = {
  type: 'cci',
  bank: null,
  number: '00219100123456789012',
  holder: 'Rosa Quispe Mamani',
  documentType: 'DNI',
  documentNumber: '40226700',
};

/** A shop on a database of its own, whose orders get paid. */
export class RefundStage {
  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly clock: FrozenClock,
    readonly gateway: TestGateway,
    readonly shop: TestShop,
  ) {}

  static async open(): Promise<RefundStage> {
    const database = await testDatabase();
    const dataSource = await connect(database.url);
    const clock = new FrozenClock(new Date('2026-11-23T12:00:00.000Z'));
    const gateway = await TestGateway.start();
    const settings = testConfig({ database });
    const shop = await testShop({ dataSource, clock, gateway, settings });
    await dataSource.query(`update gateway_account set refunds_api = true`);
    return new RefundStage(database, dataSource, clock, gateway, shop);
  }

  /** An order that was paid; answers the payment's id and its CIP. */
  async paid(amount = '129.90'): Promise<{ paymentId: string; cip: string }> {
    const found = await this.shop.order({ amountMinor: BigInt(amount.replace('.', '')) });
    const cip = found.payment.cips[0]?.number ?? '';
    await this.shop.notify({ cip, amount });
    await this.shop.payments.applier.drain();
    return { paymentId: found.payment.id, cip };
  }

  /** PagoEfectivo says that money of a CIP went back. */
  async announce(cip: string, amount: string, operationNumber: string): Promise<void> {
    const raw = `{"eventType":"cip.refunded","operationNumber":"${operationNumber}","data":{"cip":"${cip}","currency":"PEN","amount":${amount}}}`;
    await this.shop.notify({ cip, amount, raw: Buffer.from(raw), eventType: 'cip.refunded', operationNumber });
    await this.shop.payments.applier.drain();
  }

  wish(paymentId: string, change: Partial<RefundRequest> = {}): RefundRequest {
    return {
      paymentId,
      receiptId: null,
      amountMinor: null,
      reason: 'Goods came back',
      channel: 'manual',
      destination: CCI,
      creditNote: null,
      actor: ANA,
      approve: false,
      ...change,
    };
  }

  async request(paymentId: string, change: Partial<RefundRequest> = {}): Promise<RefundView> {
    return granted(await this.shop.payments.refunds.request(this.wish(paymentId, change)));
  }

  /** A refund by API that waits for its call. */
  async approvedByApi(paymentId: string, change: Partial<RefundRequest> = {}): Promise<string> {
    const { id } = await this.request(paymentId, { channel: 'api', destination: null, ...change });
    granted(await this.shop.payments.refunds.approve({ refundId: id, actor: LUIS }));
    return id;
  }

  /** What shops were told about a payment, in order. */
  async events(paymentId: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
    const rows = await this.dataSource.query<{ type: string; body: string }[]>(
      'select type, body from outbox_event where payment_id = $1 order by sequence',
      [paymentId],
    );
    return rows.map(({ type, body }) => ({ type, data: Reflect.get(JSON.parse(body) as object, 'data') }));
  }

  async state(paymentId: string): Promise<string> {
    return (await this.shop.payments.reader.get(paymentId)).payment.state;
  }

  async close(): Promise<void> {
    await this.shop.close();
    await this.gateway.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }
}

export function granted(outcome: RefundOutcome): RefundView {
  if (outcome.kind !== 'refund') expect(outcome).toMatchObject({ kind: 'refund' });
  return (outcome as Extract<RefundOutcome, { kind: 'refund' }>).refund;
}
