import { FrozenClock, merchantReceiver, testDatabase } from '#testing';
import type { MerchantReceiver, TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Deliveries } from './deliveries.js';
import { EventRelay } from './event-relay.js';
import { OutboxStage, connect, transparentSealer } from './outbox.fixture.js';
import { toWebhookMessage } from './webhook-connection.js';
import { WebhookEndpoints } from './webhook-endpoints.js';
import { WebhookSender } from './webhook-sender.js';
import { TargetPolicy } from './webhook-target.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let receiver: MerchantReceiver;
let clock: FrozenClock;
let endpoints: WebhookEndpoints;
let deliveries: Deliveries;
let sender: WebhookSender;
let shopId: string;

const names: Record<string, string[]> = {
  'erp.example': ['8.8.8.8'],
  'inside.example': ['10.0.0.7'],
  'erp.internal': ['127.0.0.1'],
};
const targets = new TargetPolicy(['127.0.0.0/8'], async (host) => names[host] ?? []);

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
  stage = new OutboxStage(dataSource);
  receiver = await merchantReceiver();
});

afterAll(async () => {
  await receiver.close();
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  clock = new FrozenClock();
  sender = new WebhookSender(targets);
  endpoints = new WebhookEndpoints({ dataSource, clock, sealer: transparentSealer, targets, sender });
  deliveries = new Deliveries(dataSource, clock, { chance: () => 0 });
  shopId = await stage.shop();
});

async function created(url = receiver.url): Promise<{ endpointId: string; secret: string }> {
  const creation = await endpoints.create(shopId, { url });
  if (creation.kind !== 'created' || creation.secret === null) throw new Error(JSON.stringify(creation));
  return { endpointId: creation.endpoint.id, secret: creation.secret };
}

/** Publishes an event and sends what is due to the shop's endpoints; says whether the receiver believed it. */
async function deliverOne(): Promise<boolean | undefined> {
  const event = await stage.event(await stage.payment(shopId), 'order.paid');
  await new EventRelay(dataSource, clock).relay();
  for (const claimed of await deliveries.claim({ limit: 10 })) {
    const message = toWebhookMessage({ id: claimed.eventId, body: claimed.body }, claimed, transparentSealer);
    await deliveries.record(claimed, await sender.send(message));
  }
  const got = receiver.deliveries.find((delivery) => delivery.id === event.id);
  return got && got.refusal === null;
}

async function problemOf(url: string): Promise<string | undefined> {
  const creation = await endpoints.create(shopId, { url });
  return creation.kind === 'invalid' ? creation.problems[0]?.code : creation.kind;
}

describe('WebhookEndpoints', () => {
  it("makes an endpoint of the shop's mode with a secret that is shown once and stored sealed", async () => {
    const liveShop = await stage.shop({ livemode: true });
    const creation = await endpoints.create(liveShop, {
      url: 'https://erp.example/hooks',
      types: ['order.paid'],
      description: 'ERP',
    });
    if (creation.kind !== 'created') throw new Error('not created');

    expect(creation.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(creation.endpoint).toMatchObject({
      livemode: true,
      url: 'https://erp.example/hooks',
      types: ['order.paid'],
      description: 'ERP',
      enabled: true,
      previousSecretUntil: null,
    });
    expect(JSON.stringify(await endpoints.list(liveShop))).not.toContain('whsec_');
    const [row] = await dataSource.query<{ secret_ciphertext: string }[]>(
      'select secret_ciphertext from webhook_endpoint where id = $1',
      [creation.endpoint.id],
    );
    expect(row?.secret_ciphertext).toBe(`sealed:${creation.secret}`);
  });

  it.each([
    ['https://erp.example/hooks', 'created'],
    ['https://not-yet.example/hooks', 'created'],
    ['http://erp.internal/hooks', 'created'],
    ['http://127.0.0.1:8080/hooks', 'created'],
    ['http://erp.example/hooks', 'target_refused'],
    ['http://not-yet.example/hooks', 'target_unresolved'],
    ['https://inside.example/hooks', 'target_refused'],
    ['https://169.254.169.254/latest', 'target_refused'],
    ['https://user:pass@erp.example/hooks', 'credentials_in_url'],
    ['https://user@erp.example/hooks', 'credentials_in_url'],
    ['ftp://erp.example/hooks', 'target_refused'],
    ['erp.example/hooks', 'invalid_url'],
    [`https://erp.example/${'x'.repeat(2048)}`, 'invalid_url'],
  ])('answers %s with %s', async (url, expected) => {
    expect(await problemOf(url)).toBe(expected);
  });

  it('refuses an event type that nobody will ever send, and names the ones there are', async () => {
    const creation = await endpoints.create(shopId, { url: receiver.url, types: ['order.payed'] });
    expect(creation).toMatchObject({ kind: 'invalid', problems: [{ field: 'types', code: 'unknown_event_type' }] });
    expect(JSON.stringify(creation)).toContain('order.paid,');
  });

  it('shows, changes and removes endpoints of the own shop only', async () => {
    const { endpointId } = await created();
    const otherShop = await stage.shop();
    const foreign = { shopId: otherShop, endpointId };

    expect(await endpoints.get(foreign)).toBeNull();
    expect(await endpoints.update(foreign, { enabled: false })).toEqual({ kind: 'not_found' });
    expect(await endpoints.rotateSecret(foreign)).toBeNull();
    expect(await endpoints.test(foreign)).toBeNull();
    expect(await endpoints.remove(foreign)).toBe(false);
    expect(await endpoints.list(otherShop)).toEqual([]);
    expect(await endpoints.get({ shopId, endpointId })).toMatchObject({ id: endpointId, enabled: true });
  });

  it('changes only what is given', async () => {
    const { endpointId } = await created();
    await endpoints.update({ shopId, endpointId }, { description: 'ERP', types: ['order.paid'] });

    expect(await endpoints.update({ shopId, endpointId }, { url: 'https://erp.example/v2' })).toMatchObject({
      kind: 'saved',
      endpoint: { url: 'https://erp.example/v2', description: 'ERP', types: ['order.paid'], enabled: true },
    });
    expect(await endpoints.update({ shopId, endpointId }, { description: null, types: [] })).toMatchObject({
      endpoint: { url: 'https://erp.example/v2', description: null, types: [] },
    });
    expect(await endpoints.update({ shopId, endpointId }, { url: 'http://erp.example/' })).toMatchObject({
      kind: 'invalid',
    });
  });

  it('makes what gathered due at once when it is enabled again, wherever its schedule stood', async () => {
    const { endpointId } = await created();
    receiver.next({ status: 410 });
    await deliverOne();
    expect(await endpoints.get({ shopId, endpointId })).toMatchObject({ enabled: false, disabledReason: 'gone' });
    await dataSource.query('update delivery set next_at = $2 where endpoint_id = $1', [
      endpointId,
      new Date(clock.now().getTime() + 86_400_000),
    ]);
    expect(await deliveries.claim({ limit: 10 })).toEqual([]);

    expect(await endpoints.update({ shopId, endpointId }, { enabled: true })).toMatchObject({
      endpoint: { enabled: true, disabledReason: null },
    });

    expect(await deliveries.claim({ limit: 10 })).toHaveLength(1);
  });

  it('gives up what was due to a removed endpoint and hides it', async () => {
    const { endpointId } = await created();
    receiver.next({ status: 500 });
    await deliverOne();

    expect(await endpoints.remove({ shopId, endpointId })).toBe(true);

    expect(await endpoints.remove({ shopId, endpointId })).toBe(false);
    expect(await endpoints.list(shopId)).toEqual([]);
    expect(await endpoints.update({ shopId, endpointId }, { enabled: true })).toEqual({ kind: 'not_found' });
    const rows = await dataSource.query<unknown[]>('select status, last_error from delivery where endpoint_id = $1', [
      endpointId,
    ]);
    expect(rows).toEqual([{ status: 'failed', last_error: 'the endpoint was deleted' }]);
  });

  it('signs with both secrets for a day after a rotation, then with the new one alone', async () => {
    const { endpointId, secret } = await created();
    receiver.trust(secret);
    expect(await deliverOne()).toBe(true);

    const rotated = await endpoints.rotateSecret({ shopId, endpointId });
    if (!rotated?.secret) throw new Error('not rotated');
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.endpoint.previousSecretUntil).toEqual(new Date(clock.now().getTime() + 86_400_000));
    expect(await deliverOne()).toBe(true);

    receiver.distrust(secret);
    receiver.trust(rotated.secret);
    expect(await deliverOne()).toBe(true);

    receiver.distrust(rotated.secret);
    receiver.trust(secret);
    clock.advance(86_400_000 - 1);
    expect(await deliverOne()).toBe(true);
    clock.advance(1);
    expect(await deliverOne()).toBe(false);
    receiver.distrust(secret);
  });

  it('sends a signed test event directly, also while disabled, and leaves no trace in the feed', async () => {
    const { endpointId, secret } = await created();
    receiver.trust(secret);
    await endpoints.update({ shopId, endpointId }, { enabled: false });
    const before = await dataSource.query('select count(*) from outbox_event');

    const test = await endpoints.test({ shopId, endpointId });

    expect(test).toMatchObject({ acknowledged: true, httpStatus: 200, error: null });
    const got = receiver.deliveries.at(-1);
    expect(got).toMatchObject({ id: test?.eventId, refusal: null });
    expect(got?.event).toMatchObject({ type: 'endpoint.test', livemode: false, data: { endpointId } });
    expect(await dataSource.query('select count(*) from outbox_event')).toEqual(before);

    receiver.next({ status: 500, body: 'not today' });
    expect(await endpoints.test({ shopId, endpointId })).toMatchObject({ acknowledged: false, response: 'not today' });
    receiver.distrust(secret);
  });
});
