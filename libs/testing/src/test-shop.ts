import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { FoundPayment, NotificationRecord, Payments, PaymentsSettings } from '#payments';
import type { TestGateway } from './test-gateway.js';

/** Base64 of the master key under which a test shop's secrets are sealed. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

/** The default shop with its account at a test gateway, and the payments that a storefront and PagoEfectivo make in it. */
export interface TestShop {
  readonly payments: Payments;
  readonly secretKey: string;
  /** Takes an order through checkout; it has its CIP. */
  order(order?: { orderId?: string; amountMinor?: bigint; email?: string }): Promise<FoundPayment>;
  /** Stores a notification as the ingest would, valid and for the inbox unless told otherwise; answers its id. */
  notify(notification: { cip: string; amount: string } & Partial<NotificationRecord>): Promise<string>;
  close(): Promise<void>;
}

/** Needs a migrated database. The libraries are loaded when it is called, as most specs need none of them. */
export async function testShop(parts: {
  dataSource: DataSource;
  clock: { now(): Date };
  gateway: TestGateway;
  settings: PaymentsSettings;
}): Promise<TestShop> {
  const { dataSource, clock, gateway, settings } = parts;
  const { createPayments, DEFAULT_SHOP_ID, newId, NotificationIntake } = await import('#payments');
  const { PagoEfectivoClient, parseNotification } = await import('#pagoefectivo');
  const { SecretBox } = await import('#platform');
  const secretKey = 'test-secret-key/0000+1111222233334444AB';
  const payments = createPayments({
    dataSource,
    clock,
    settings,
    sealer: SecretBox.fromBase64({ current: TEST_MASTER_KEY }),
    connect: (account, onCall) =>
      new PagoEfectivoClient({ ...account, now: () => clock.now(), timeoutMs: settings.gateway.timeoutMs, onCall }),
    readNotification: parseNotification,
    signals: {
      eventsWritten: () => undefined,
      inboxChanged: () => undefined,
      casesDue: () => undefined,
      oddity: () => undefined,
      notificationFailed: () => undefined,
      failed: (error) => {
        throw error;
      },
    },
  });
  await payments.accounts.seedDefaults({
    baseUrl: gateway.url,
    serviceId: '1234',
    accessKey: 'TESTACCESSKEY0000001',
    secretKey,
  });
  const account = await payments.accounts.bySlug('default');
  const intake = new NotificationIntake(dataSource, { onStored: () => undefined });

  return {
    payments,
    secretKey,
    async order({ orderId, amountMinor = 12_990n, email = 'rosa@example.pe' } = {}) {
      const key = randomBytes(8).toString('hex');
      const request = { orderId: orderId ?? `A-${key}` };
      const verdict = await payments.idempotency.claim({ shopId: DEFAULT_SHOP_ID, key, operation: 'test' }, request);
      if (verdict.kind !== 'claimed') throw new Error(`the idempotency key was ${verdict.kind}`);
      const outcome = await payments.checkout.checkout(verdict.claim, DEFAULT_SHOP_ID, {
        ...request,
        amountMinor,
        currency: 'PEN',
        description: null,
        customer: { email, firstName: 'Rosa', lastName: 'Quispe' },
        items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPriceMinor: 6495n }],
        expiresAt: null,
        returnUrl: null,
        metadata: {},
      });
      if (outcome.kind !== 'payment') throw new Error(`the checkout ended as ${outcome.kind}`);
      return outcome.found;
    },
    async notify({ cip, amount, ...record }) {
      const now = clock.now();
      const id = newId('ntf', now);
      const raw = `{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"${cip}","currency":"PEN","amount":${amount}}}`;
      await intake.store({
        id,
        receivedAt: now,
        lane: 'inbox',
        accountId: account?.id ?? null,
        pathAccount: null,
        raw: Buffer.from(raw),
        headers: { 'content-type': 'application/json', 'pe-signature': 'ab'.repeat(32) },
        sourceAddress: '200.62.1.2',
        peerAddress: '10.0.0.9',
        signatureVerdict: 'valid',
        sourceVerdict: 'allowed',
        bodyVerdict: 'ok',
        extrasAuthenticated: true,
        eventType: 'cip.paid',
        cipNumber: cip,
        operationNumber: '1253',
        transactionCode: null,
        ...record,
      });
      return id;
    },
    close: () => payments.close(),
  };
}
