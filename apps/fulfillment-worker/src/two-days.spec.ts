import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import type { MerchantReceiver, TestDatabase } from '#testing';
import { merchantReceiver, RecordedLog, testDatabase, waitFor } from '#testing';
import type { EventType } from '#payments';
import { Deliveries, EventRelay, TargetPolicy, WebhookSender } from '#payments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryPump } from './delivery-pump.js';
import { FulfillmentStage } from './fulfillment.fixture.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ROUND_EVERY = 3 * HOUR;
const ROUNDS = 16;
const PAYMENTS_PER_ROUND = 2;
/** Simulated time goes on in steps of at least this, so that two days pass in reasonable time. */
const STEP = 15 * MINUTE;

/** What an ERP is like during the two days: called when simulated time moves on, with the hours gone by. */
interface Erp {
  readonly name: string;
  readonly receiver: MerchantReceiver;
  endpointId: string;
  readonly live: (hours: number) => void | Promise<void>;
}

let database: TestDatabase;
let stage: FulfillmentStage;
let pump: DeliveryPump;
const erps: Erp[] = [];
const published: { id: string; paymentId: string; type: EventType }[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  stage = await FulfillmentStage.open(database, { url: database.url, prefix: '{t}' });
  pump = new DeliveryPump({
    deliveries: new Deliveries(stage.dataSource, stage.clock),
    sender: new WebhookSender(new TargetPolicy(['127.0.0.0/8'])),
    sealer: stage.sealer,
    log: new RecordedLog(),
  });
});

afterAll(async () => {
  await pump.drain();
  await Promise.all(closing.map((close) => close()));
  await stage.close();
  await database.drop();
});

async function erp(
  name: string,
  live: (receiver: MerchantReceiver, hours: number) => void | Promise<void> = () => undefined,
  options: { url?: (receiver: MerchantReceiver) => Promise<string>; timeoutMs?: number } = {},
): Promise<Erp> {
  const receiver = await merchantReceiver();
  closing.push(() => receiver.close());
  const url = (await options.url?.(receiver)) ?? receiver.url;
  const endpointId = await stage.endpointFor(receiver, { url, timeoutMs: options.timeoutMs ?? 10_000 });
  const opened: Erp = { name, receiver, endpointId, live: (hours) => live(receiver, hours) };
  erps.push(opened);
  return opened;
}

/** In front of a receiver, for bytes that no HTTP server sends: garbage while `isGarbage` says so. */
async function garbageGate(receiver: MerchantReceiver, isGarbage: () => boolean): Promise<string> {
  const { port, pathname } = new URL(receiver.url);
  const gate: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (isGarbage()) {
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n\u0000\u0001<html>'));
      return;
    }
    const behind = connect(Number(port), '127.0.0.1');
    behind.on('error', () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  closing.push(async () => void gate.close());
  return `http://127.0.0.1:${(gate.address() as AddressInfo).port}${pathname}`;
}

async function publish(paymentId: string, type: EventType, blocking = true): Promise<void> {
  const { id } = await stage.event(paymentId, type, { blocking });
  published.push({ id, paymentId, type });
}

async function publishRound(): Promise<void> {
  for (let index = 0; index < PAYMENTS_PER_ROUND; index += 1) {
    const paymentId = await stage.payment();
    await publish(paymentId, 'order.pending', false);
    await publish(paymentId, 'order.paid');
    await publish(paymentId, 'order.reversed');
    await publish(paymentId, 'order.refunded');
  }
  await new EventRelay(stage.dataSource, stage.clock).relay();
}

/** Sends whatever may be sent now, and what that makes room for. Does not wait for receivers that hang. */
function keepSending(): Promise<void> {
  return pump.fill(() => void keepSending()).then((begun) => (begun > 0 ? keepSending() : undefined));
}

/** Sends all that may be sent without time going on. */
async function sendAll(): Promise<void> {
  for (;;) {
    const begun = await pump.fill(() => undefined);
    await pump.drain();
    if (begun === 0) return;
  }
}

const handled = (at: Erp): number => at.receiver.events.length;

/** Real milliseconds until this ERP has acted on everything that was published. */
async function timeUntilDone(at: Erp): Promise<number> {
  const begun = performance.now();
  await keepSending();
  await waitFor(() => handled(at) === published.length, {
    what: () => `${at.name} to have all ${published.length} events, it has ${handled(at)}`,
    everyMs: 2,
  });
  const tookMs = performance.now() - begun;
  const unsettled = `select 1 from delivery where endpoint_id = $1 and status <> 'delivered'`;
  await waitFor(async () => (await stage.dataSource.query<unknown[]>(unsettled, [at.endpointId])).length === 0, {
    what: `the deliveries to ${at.name} to be recorded`,
  });
  return tookMs;
}

/** When something can be sent next: a delivery of an enabled endpoint, not before its circuit lets it. */
async function nextInstant(): Promise<Date | null> {
  const [row] = await stage.dataSource.query<{ at: Date | null }[]>(
    `select min(greatest(d.next_at, w.circuit_open_until)) as at from delivery d
     join webhook_endpoint w on w.id = d.endpoint_id and w.enabled where d.status = 'pending'`,
  );
  return row?.at ?? null;
}

async function liveThrough(from: number, until: number): Promise<void> {
  for (;;) {
    const next = (await nextInstant())?.getTime() ?? Infinity;
    const now = stage.clock.now().getTime();
    const to = Math.max(next, now + STEP);
    if (to >= until) break;
    stage.clock.set(new Date(to));
    for (const one of erps) await one.live((to - from) / HOUR);
    await sendAll();
  }
  stage.clock.set(new Date(until));
  for (const one of erps) await one.live((until - from) / HOUR);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

describe('two days with ERPs that fail in every way', () => {
  it('ends with every event delivered once each in order, and healthy endpoints never waited', async () => {
    const healthy = await erp('healthy');
    const alone: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await publishRound();
      alone.push(await timeUntilDone(healthy));
    }
    await pump.drain();

    let hours = 0;
    await erp('slow', (receiver) => receiver.always({ delayMs: 100 }));
    await erp('down for two days', (receiver, at) => receiver.always(at < 48 ? { drop: true } : {}));
    await erp('flapping', (receiver, at) => receiver.always(Math.floor(at / 3) % 2 === 0 ? { status: 503 } : {}));
    await erp('500 for twelve hours', (receiver, at) => receiver.always(at < 12 ? { status: 500, body: 'oops' } : {}));
    await erp('429 to every other', (receiver) =>
      receiver.next({ status: 429, headers: { 'retry-after': '120' } }, {}),
    );
    const gone = await erp('410 at six, enabled at thirty', async (receiver, at) => {
      receiver.always(at >= 6 && at < 30 ? { status: 410 } : {});
      if (at < 30) return;
      const { endpointId } = gone;
      const endpoint = await stage.endpoints.get({ shopId: 'shop_default', endpointId });
      if (endpoint?.enabled === false) await stage.enable(endpointId);
    });
    await erp('garbage for twenty hours', undefined, { url: (receiver) => garbageGate(receiver, () => hours < 20) });
    const silent = await erp('silent to its first twelve', undefined, { timeoutMs: 1_000 });
    silent.receiver.next(...Array.from({ length: 12 }, () => ({ hang: true })));
    const before = new Map(erps.map((one) => [one.name, one === healthy ? published.length : 0]));
    const history = published.length;

    const from = stage.clock.now().getTime();
    const beside: number[] = [];
    for (const one of erps) await one.live(0);
    for (let round = 0; round < ROUNDS; round += 1) {
      await publishRound();
      // No time passes here: the healthy one has everything although others hang, fail and have a backlog.
      beside.push(await timeUntilDone(healthy));
      await liveThrough(from, from + (round + 1) * ROUND_EVERY);
      hours = (round + 1) * (ROUND_EVERY / HOUR);
    }
    const healed = from + ROUNDS * ROUND_EVERY;
    await liveThrough(from, healed + 48 * HOUR);

    const statuses = await stage.dataSource.query<{ status: string; count: string }[]>(
      'select status, count(*) from delivery group by status',
    );
    const attempts = await stage.dataSource.query<{ endpoint_id: string; count: string; last: Date }[]>(
      'select endpoint_id, count(*), max(at) as last from delivery_attempt group by endpoint_id',
    );
    const table = erps.map((one) => {
      const row = attempts.find(({ endpoint_id }) => endpoint_id === one.endpointId);
      const doneAfterHours = Math.round(((row?.last.getTime() ?? 0) - from) / HOUR);
      return { erp: one.name, events: handled(one), attempts: Number(row?.count), doneAfterHours };
    });
    console.table(table);
    console.log(
      `healthy, ms per round of ${4 * PAYMENTS_PER_ROUND} events: alone p50 ${percentile(alone, 0.5)} p95 ${percentile(alone, 0.95)}, ` +
        `beside eight that fail p50 ${percentile(beside, 0.5)} p95 ${percentile(beside, 0.95)}`,
    );

    expect(statuses.map(({ status }) => status)).toEqual(['delivered']);
    for (const one of erps) {
      const expected = published.slice((before.get(one.name) ?? 0) > 0 ? 0 : history).map(({ id }) => id);
      const got = one.receiver.events.map(({ id }) => id);
      expect(new Set(got), one.name).toEqual(new Set(expected));
      expect(orderOf(one), one.name).toEqual([]);
      expect(changedIds(one), one.name).toEqual([]);
    }
    const late = await stage.dataSource.query<unknown[]>(
      'select id from delivery where endpoint_id = $1 and (delivered_at > created_at or attempts > 1)',
      [healthy.endpointId],
    );
    expect(late).toEqual([]);
    const alerts = await stage.dataSource.query<{ key: string }[]>('select key from alert order by raised_at');
    expect(alerts.map(({ key }) => key)).toContain(`endpoint_disabled:${gone.endpointId}`);
    expect(alerts.filter(({ key }) => key.startsWith('endpoint_failing:')).length).toBeGreaterThanOrEqual(3);
    expect(await stage.dataSource.query(`select 1 from alert where state <> 'cleared'`)).toEqual([]);
  }, 300_000);
});

/** Payments whose blocking events this ERP acted on in another order than they were written. */
function orderOf({ receiver }: Erp): string[] {
  const last = new Map<string, number>();
  const wrong: string[] = [];
  for (const { id, type, sequence } of receiver.events) {
    if (type === 'order.pending') continue;
    const paymentId = published.find((event) => event.id === id)?.paymentId ?? '';
    if ((last.get(paymentId) ?? 0) > sequence) wrong.push(`${paymentId} ${type}`);
    last.set(paymentId, sequence);
  }
  return wrong;
}

/** Events that reached this ERP under a second id or with another text. */
function changedIds({ receiver }: Erp): string[] {
  const seen = new Map<string, string>();
  return receiver.deliveries.flatMap(({ id, rawBody }) => {
    const { type, data } = JSON.parse(rawBody) as { type: string; data: { payment: { orderId: string } } };
    const key = `${data.payment.orderId} ${type}`;
    const known = seen.get(key);
    seen.set(key, `${id} ${rawBody}`);
    return known === undefined || known === `${id} ${rawBody}` ? [] : [key];
  });
}
