import { waitFor } from '#testing';
import type { Product } from '../flows/product.js';
import type { KnownIds } from './api-attempts.js';

/**
 * One record of each kind, made by the whole product, which then rests again: afterwards nothing is written but what a
 * request causes.
 */
export async function openRecords(product: Product): Promise<KnownIds> {
  const workers = [
    await product.startApp('ingest'),
    await product.startApp('reconciliation'),
    await product.startApp('fulfillment'),
  ];
  await product.database.query('update gateway_account set refunds_api = true');
  const pending = await product.order('DOOR-1');
  const paid = await product.order('DOOR-2');
  await product.pay(paid.cip.number);
  await product.waitForState(paid.id, 'paid');
  const [{ id: receipt = '' } = {}] = await product.database.query<{ id: string }>(
    'select id from receipt where payment_id = $1',
    [paid.id],
  );
  const wrong = await product.order('DOOR-3');
  await product.pay(wrong.cip.number, { amount: '100.00' });
  const first = async (path: string): Promise<string> => {
    const { body } = await product.api<{ data: { id: string }[] }>('GET', path);
    return body.data[0]?.id ?? '';
  };
  const some = (path: string): Promise<string> => waitFor(() => first(path), { what: `an entry of ${path}` });
  const kase = await some('/v1/cases');
  const event = await some('/v1/events');
  const endpoint = await some('/v1/webhook-endpoints');
  const delivery = await some(`/v1/webhook-endpoints/${endpoint}/deliveries`);
  const refund = await product.api<{ id: string }>(
    'POST',
    `/v1/payments/${paid.id}/refunds`,
    { reason: 'The goods came back.', amount: '10.00' },
    { 'idempotency-key': 'door-refund' },
  );
  const token = new URL(pending.paymentPageUrl).pathname.split('/').at(-1) ?? '';
  for (const worker of workers.reverse()) await worker.close();
  return {
    receipt,
    ...under(
      '/v1/payments/{id}',
      ['', '/cancel', '/extend', '/reissue', '/check', '/timeline', '/instructions'],
      pending.id,
    ),
    ...under('/v1/payments/{id}', ['/refunds'], paid.id),
    ...under('/v1/refunds/{id}', [''], refund.body.id),
    ...under('/v1/cases/{id}', ['', '/resolve'], kase),
    ...under('/v1/events/{id}', [''], event),
    ...under(
      '/v1/webhook-endpoints/{id}',
      ['', '/rotate-secret', '/test', '/deliveries', '/redeliver', '/statistics'],
      endpoint,
    ),
    ...under('/v1/deliveries/{id}', ['', '/resolve', '/redeliver'], delivery),
    ...under('/pay/{token}', ['', '/status', '/calendar.ics'], token),
  };
}

function under(record: string, actions: readonly string[], id: string): KnownIds {
  return Object.fromEntries(actions.map((action) => [`${record}${action}`, id]));
}
