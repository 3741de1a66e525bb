import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventRelay } from '#payments';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('deliveries in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;
  let paymentId = '';

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
    await running.database.query(
      `insert into webhook_endpoint (id, shop_id, livemode, url, secret_ciphertext, created_at, updated_at)
       values ('we_1', 'shop_default', false, 'https://erp.example/events', 'k00000000:none', now(), now())`,
    );
    const { payment } = await running.shop.order();
    paymentId = payment.id;
    await running.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    await visitor.post(`/api/payments/${payment.id}/check`);
    await new EventRelay(running.dataSource, running.clock).relay();
    await running.database.query(
      `update delivery set status = 'failed', next_at = null, attempts = 11, last_status = 500, last_error = 'it said 500'
       where event_type = 'order.paid'`,
    );
  });

  afterAll(() => running.close());

  it('lists what was given up, with the endpoint and its last answer', async () => {
    expect((await visitor.get('/api/deliveries?status=failed')).body).toEqual({
      data: [
        expect.objectContaining({
          eventType: 'order.paid',
          paymentId,
          status: 'failed',
          attempts: 11,
          lastStatus: 500,
          lastError: 'it said 500',
          url: 'https://erp.example/events',
          shopId: 'shop_default',
          endpointEnabled: true,
        }),
      ],
      nextCursor: null,
    });
    const { body } = await visitor.get(`/api/deliveries?paymentId=${paymentId}&limit=1`);
    expect(body['data']).toHaveLength(1);
    const rest = await visitor.get(`/api/deliveries?paymentId=${paymentId}&cursor=${String(body['nextCursor'])}`);
    expect((rest.body['data'] as unknown[]).length).toBeGreaterThan(0);
    expect(rest.body['nextCursor']).toBeNull();
    expect((await visitor.get('/api/deliveries?status=lost')).status).toBe(400);
  });

  it('has one sent again with its whole schedule before it, under the operator’s name', async () => {
    const { body } = await visitor.get('/api/deliveries?status=failed');
    const [failed] = body['data'] as { id: string }[];
    const id = failed?.id ?? '';
    const answer = await visitor.post(`/api/deliveries/${id}/redeliver`);
    expect(answer.body).toMatchObject({ id, status: 'pending', attempts: 0 });
    expect(await running.database.query('select actor, action from audit_entry where subject = $1', [id])).toEqual([
      { actor: 'operator:admin@chasqui.test', action: 'delivery.redelivered' },
    ]);
    expect((await visitor.post('/api/deliveries/dlv_none/redeliver')).body).toMatchObject({
      status: 404,
      code: 'delivery_not_found',
    });
  });
});
