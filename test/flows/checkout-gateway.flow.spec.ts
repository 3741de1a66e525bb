import { afterEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { waitFor } from '#testing';
import { Product } from './product.js';

/** A gateway that is slow, dead or forgetful at the worst moment: creating the CIP. */
describe('a create that times out', () => {
  let product: Product;
  afterEach(() => product.close());

  const env = { GATEWAY_CALLER_WAIT: 'PT0.5S', GATEWAY_TIMEOUT: 'PT3S' };

  async function statusAtGateway(cip: string | undefined): Promise<string | undefined> {
    const { body } = await product.sandbox<{ status: string }>('GET', `/sandbox/cips/${cip}`);
    return body.status;
  }

  it('answers 502 with Retry-After; the late answer counts and the same key finds it', async () => {
    product = await Product.start({ env });
    await product.faults({ lateAnswer: 'PT1.5S', times: 1, operations: ['create'] });
    const first = await product.create('C-1');
    expect(first.status).toBe(502);
    expect(first.body).toMatchObject({ code: 'gateway_unavailable' });
    expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
    const resumed = await waitFor(
      async () => {
        const again = await product.create('C-1');
        return again.status === 201 ? again : undefined;
      },
      { what: 'the same key to resume' },
    );
    expect(resumed.body).toMatchObject({ state: 'pending' });
    expect(await product.requestCount('create')).toBe(1);
    const replayed = await product.create('C-1');
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.text).toBe(resumed.text);
  });

  it('asks for no second CIP while the first may be answered, and for exactly one after that', async () => {
    product = await Product.start({ env });
    await product.faults({ answerNever: true, times: 1, operations: ['create'] });
    const first = await product.create('C-2');
    expect(first.status).toBe(502);
    const early = await Promise.all(Array.from({ length: 5 }, () => product.create('C-2')));
    expect(early.every((answer) => answer.status === 502 || answer.status === 409)).toBe(true);
    expect(await product.requestCount('create')).toBe(1);
    const resumed = await waitFor(
      async () => {
        const again = await product.create('C-2');
        return again.status === 201 ? again.body : undefined;
      },
      { what: 'the replacement', timeoutMs: 20_000 },
    );
    expect(await product.requestCount('create')).toBe(2);
    const created = await product.sandbox<{ data: { transactionCode: string }[] }>('GET', '/sandbox/cips');
    expect(new Set(created.body.data.map((cip) => cip.transactionCode)).size).toBe(2);
    expect(resumed.cip).not.toBeNull();
    await Promise.all(Array.from({ length: 5 }, () => product.create('C-2')));
    expect(await product.requestCount('create')).toBe(2);
  });

  it('keeps the lease of a call while its answer may come, so that nobody takes it for lost', async () => {
    product = await Product.start({ env: { ...env, GATEWAY_TIMEOUT: 'PT8S' } });
    await product.faults({ answerNever: true, times: 1, operations: ['create'] });
    await product.create('C-7');
    const leaseUntil = async (): Promise<number> => {
      const rows = await product.database.query<{ lease_until: Date }>(
        `select lease_until from gateway_command where status = 'sent'`,
      );
      return rows[0]?.lease_until.getTime() ?? 0;
    };
    const first = await leaseUntil();
    expect(first).toBeGreaterThan(0);
    await waitFor(async () => (await leaseUntil()) > first, { what: 'the lease to be renewed' });
    expect(await product.requestCount('create')).toBe(1);
  });

  it('recognises money on the orphan and ships the right order with it', async () => {
    product = await Product.start({ env });
    await product.faults({ answerNever: true, times: 1, operations: ['create'] });
    await product.create('C-3');
    const shown = await waitFor(
      async () => {
        const again = await product.create('C-3');
        return again.status === 201 ? again.body : undefined;
      },
      { what: 'the replacement', timeoutMs: 20_000 },
    );
    const cips = await product.sandbox<{ data: { cip: number | string; transactionCode: string }[] }>(
      'GET',
      '/sandbox/cips',
    );
    const orphan = cips.body.data.find((cip) => String(cip.cip) !== shown.cip?.number);
    expect(orphan).toBeDefined();
    await product.pay(String(orphan?.cip));
    const paid = await product.waitForState(shown.id, 'paid');
    expect(paid.receipts).toMatchObject([{ cip: String(orphan?.cip), counts: 'applied' }]);
    expect((await product.events('C-3')).filter((type) => type === 'order.paid')).toHaveLength(1);
    // The code that the shopper was shown must not take a second payment.
    await waitFor(async () => (await statusAtGateway(shown.cip?.number)) === 'removed', {
      what: 'the code shown to be deleted',
      timeoutMs: 20_000,
    });
  });

  it.each([
    ['before anything happened', { dropConnection: true, operations: ['extend', 'delete', 'create'] }],
    ['after it happened', { dropAfterHandling: true, operations: ['extend', 'delete', 'create'] }],
    ['never, after it happened', { answerNever: true, operations: ['extend', 'delete', 'create'] }],
  ])(
    'is survived by an extend and by a reissue, cut off %s',
    async (_, fault) => {
      product = await Product.start({ env });
      const order = await product.order('C-8');
      const inDays = (days: number): string =>
        new Date(Math.floor(product.clock.now().getTime() / 1000) * 1000 + days * 86_400_000).toISOString();
      const until = async (path: string, body: unknown, key: string): Promise<PaymentView> =>
        waitFor(
          async () => {
            const answer = await product.api<PaymentView>('POST', `/v1/payments/${order.id}/${path}`, body, {
              'idempotency-key': key,
            });
            expect([200, 409, 502]).toContain(answer.status);
            return answer.status === 200 ? answer.body : undefined;
          },
          { what: `the ${path}`, timeoutMs: 25_000 },
        );

      await product.faults({ ...fault, times: 1 });
      const later = inDays(2);
      const extended = await until('extend', { expiresAt: later }, 'unused');
      expect(Date.parse(extended.expiresAt)).toBe(Date.parse(later));

      await product.faults({ ...fault, times: 2 });
      const reissued = await until('reissue', {}, 'reissue-8');
      expect(reissued.cip?.number).not.toBe(order.cip.number);
      expect(await statusAtGateway(order.cip.number)).toBe('removed');
      expect(await statusAtGateway(reissued.cip?.number)).toBe('pending');
      expect(await product.payment(order.id)).toMatchObject({
        state: 'pending',
        cip: { number: reissued.cip?.number },
      });
    },
    60_000,
  );

  it('recognises money on a create whose process died before its answer', async () => {
    product = await Product.start({ env: { ...env, GATEWAY_TIMEOUT: 'PT30S' } });
    await product.faults({ answerNever: true, times: 1, operations: ['create'] });
    const first = await product.create('C-4');
    expect(first.status).toBe(502);
    const cips = await waitFor(
      async () => {
        const answer = await product.sandbox<{ data: { cip: number | string; transactionCode: string }[] }>(
          'GET',
          '/sandbox/cips',
        );
        return answer.body.data.length === 1 ? answer.body.data : undefined;
      },
      { what: 'the CIP that nobody was told' },
    );
    // As if the process that held the socket were gone: its lease lapses and the command is given up.
    await product.notify({
      cip: String(cips[0]?.cip),
      transactionCode: cips[0]?.transactionCode ?? '',
      operationNumber: '44',
    });
    await product.pay(String(cips[0]?.cip), { notify: 'never' });
    await product.database.query(
      `update gateway_command set lease_until = now() - interval '1 minute', status = 'unknown', next_at = now()`,
    );
    const payment = await waitFor(
      async () => {
        const found = await product.api<{ data: PaymentView[] }>('GET', '/v1/payments?orderId=C-4');
        return found.body.data[0]?.state === 'paid' ? found.body.data[0] : undefined;
      },
      { what: 'the orphan money to count', timeoutMs: 25_000 },
    );
    expect(payment.receipts).toMatchObject([{ counts: 'applied' }]);
    expect((await product.events('C-4')).filter((type) => type === 'order.paid')).toHaveLength(1);
  });

  it('asks again with the same key after a create that never left', async () => {
    product = await Product.start({ env });
    await product.faults({ dropConnection: false, rateLimit: 1, operations: ['create', 'authorize'] });
    await product.order('C-5-a').catch(() => undefined);
    const limited = await product.create('C-5');
    expect(limited.status).toBe(502);
    await product.faults({ rateLimit: null });
    const resumed = await product.create('C-5');
    expect(resumed.status).toBe(201);
  });

  it('tells a rejection with the gateway’s own code, and frees the order', async () => {
    product = await Product.start();
    const rejected = await product.create('C-6', { customer: { email: 'rejected+rosa@example.pe' } });
    expect(rejected.status).toBe(422);
    expect(rejected.body).toMatchObject({ code: 'gateway_rejected' });
    const again = await product.create('C-6', { customer: { email: 'rejected+rosa@example.pe' } });
    expect(again.text).toBe(rejected.text);
    expect((await product.create('C-6', {}, 'another-key')).status).toBe(201);
  });
});
