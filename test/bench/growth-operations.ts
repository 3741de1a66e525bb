import {
  closingProgress,
  encodeCursor,
  EventFeed,
  EventRelay,
  leftToPeople,
  newId,
  NotificationDesk,
  NotificationIntake,
  type NotificationRecord,
  overdueWork,
} from '#payments';
import type { GrowthWorld } from './growth-world.js';

/** One thing that the product does, done by the classes that its apps use. */
export interface Operation {
  readonly name: string;
  /** What must be there before it, on the product's time; not timed. */
  prepare?(world: GrowthWorld, turn: number): Promise<void>;
  /** It is right that nothing was to be done. */
  readonly doesNothing?: boolean;
  /** Answers how much it did: as much, turn by turn, in every database. */
  run(world: GrowthWorld, turn: number): Promise<number>;
}

/** Payments that a turn takes, of those that are still to be paid. */
const PER_TURN = 20;
const PER_PRIORITY = 10;
const PAGE = 100;
const LOOK_UPS = 10;
const HOUR_MS = 3_600_000;

interface OpenPayment {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly amount_minor: string;
  readonly expires_at: Date;
}

/** Those to be paid last come first: the clock takes them from the other end. */
async function openPayments(world: GrowthWorld, turn: number): Promise<OpenPayment[]> {
  return world.dataSource.query<OpenPayment[]>(
    `select p.id, c.number, c.transaction_code as code, p.amount_minor, p.expires_at from payment p join cip c on c.payment_id = p.id
     where p.order_id = any($1) and p.shop_id = $2 and p.state = 'pending'`,
    [Array.from({ length: PER_TURN }, (_, i) => `G-${world.stored - 1 - turn * PER_TURN - i}`), world.shopId],
  );
}

function notificationOf(world: GrowthWorld, payment: OpenPayment): NotificationRecord {
  const amount = `${payment.amount_minor.slice(0, -2)}.${payment.amount_minor.slice(-2)}`;
  const operationNumber = payment.number.slice(-7);
  const raw = `{"eventType":"cip.paid","operationNumber":"${operationNumber}","data":{"cip":"${payment.number}","currency":"PEN","amount":${amount},"transactionCode":"${payment.code}"}}`;
  return {
    id: newId('ntf', world.filledAt),
    receivedAt: world.filledAt,
    lane: 'inbox',
    accountId: world.accountId,
    pathAccount: 'default',
    raw: Buffer.from(raw),
    headers: { 'content-type': 'application/json' },
    sourceAddress: '10.0.0.1',
    peerAddress: '10.0.0.1',
    signatureVerdict: 'valid',
    sourceVerdict: 'allowed',
    bodyVerdict: 'ok',
    extrasAuthenticated: true,
    eventType: 'cip.paid',
    cipNumber: payment.number,
    operationNumber,
    transactionCode: payment.code,
  };
}

async function store(world: GrowthWorld, records: readonly NotificationRecord[]): Promise<string[]> {
  const ids: string[] = [];
  const intake = new NotificationIntake(world.dataSource, { onStored: (stored) => void ids.push(...stored.ids) });
  for (const record of records) await intake.store(record);
  return ids;
}

/** Spread over all that is stored, each turn others: every hundredth, as all of these were paid and have a CIP. */
function storedOrders(world: GrowthWorld, turn: number): number[] {
  const hundreds = Math.floor((world.stored - world.open) / 100);
  return Array.from({ length: LOOK_UPS }, (_, i) => 100 * Math.floor(hundreds * (((turn * LOOK_UPS + i) * 0.618) % 1)));
}

/** What is read was read before. */
function warm(name: string, run: Operation['run']): Operation {
  return { name, prepare: async (world, turn) => void (await run(world, turn)), run };
}

function lookUp(name: string, find: (world: GrowthWorld, index: number) => Promise<number>): Operation {
  return warm(name, async (world, turn) => {
    let found = 0;
    for (const index of storedOrders(world, turn)) found += await find(world, index);
    return found;
  });
}

/** What a turn is about, of each database. */
const prepared = new WeakMap<GrowthWorld, readonly NotificationRecord[]>();
/** What each turn accepted, to be applied by the same turn later. */
const accepted = new WeakMap<GrowthWorld, Map<number, string[]>>();

/** In this order: each leaves enough of what is still to be paid to those after it. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: `accept: ${PER_TURN} notifications stored, one after the other`,
    async prepare(world, turn) {
      const payments = await openPayments(world, turn);
      prepared.set(
        world,
        payments.map((payment) => notificationOf(world, payment)),
      );
    },
    async run(world, turn) {
      const ids = await store(world, prepared.get(world) ?? []);
      accepted.set(world, (accepted.get(world) ?? new Map<number, string[]>()).set(turn, ids));
      return ids.length;
    },
  },
  {
    name: `poll: up to ${PER_PRIORITY} due searches of each priority selected, asked and written`,
    prepare: (world) => {
      world.setClock(world.filledAt);
      world.gateway.usual = 'pending';
      return Promise.resolve();
    },
    run: (world) => world.payments.search.pollDue(PER_PRIORITY),
  },
  {
    name: `apply: ${PER_TURN} notifications`,
    run: (world, turn) => world.payments.applier.applyIds(accepted.get(world)?.get(turn) ?? []),
  },
  {
    name: `sweep: the clock passes ${PER_TURN} deadlines and closes what passed before`,
    async prepare(world, turn) {
      world.gateway.usual = 'expired';
      await moveClockTo(world, (turn + 1) * PER_TURN);
    },
    run: (world) => world.payments.closing.sweep(),
  },
  {
    name: 'sweeps: everything looks, and nothing is due',
    doesNothing: true,
    prepare: (world) => {
      world.setClock(world.filledAt);
      return Promise.resolve();
    },
    run: lookEverywhere,
  },
  warm(`feed: a page of ${PAGE} events`, readFeed),
  lookUp(`look-up: ${LOOK_UPS} orders by reference, as a shop asks`, async (world, index) => {
    const filter = { shopId: world.shopId, orderId: `G-${index}`, limit: 20 };
    return (await world.payments.reader.list(filter)).length;
  }),
  lookUp(`look-up: ${LOOK_UPS} orders by CIP, as a shop asks`, async (world, index) => {
    const filter = { shopId: world.shopId, cip: String(100_000_000 + index), limit: 20 };
    return (await world.payments.reader.list(filter)).length;
  }),
  lookUp(`look-up: ${LOOK_UPS} orders by what an operator types`, async (world, index) => {
    const found = await world.payments.reader.lookUp(index % 2 === 0 ? `G-${index}` : String(100_000_000 + index));
    return found.length;
  }),
  {
    name: 'list: the latest 20 payments of a state, and of one that none has',
    run: async (world) => {
      const expired = await world.payments.reader.list({ shopId: world.shopId, state: 'expired', limit: 20 });
      const refunded = await world.payments.reader.list({ shopId: world.shopId, state: 'refunded', limit: 20 });
      return expired.length + refunded.length;
    },
  },
  { name: 'console: backlog, clock, gateway and inbox as its pages show them', run: openConsole },
];

async function readFeed(world: GrowthWorld, turn: number): Promise<number> {
  const [state] = await world.dataSource.query<{ epoch: string; position: string }[]>(
    'select epoch, last_position as position from relay_state',
  );
  const position = BigInt(state?.position ?? 0) - BigInt(PAGE * (turn + 2));
  const after = encodeCursor({ epoch: state?.epoch ?? '', position });
  const page = await new EventFeed(world.dataSource).read({ shopId: world.shopId, after, limit: PAGE });
  return page.events.length;
}

async function moveClockTo(world: GrowthWorld, passed: number): Promise<void> {
  const [row] = await world.dataSource.query<{ expires_at: Date }[]>(
    `select expires_at from payment where shop_id = $1 and order_id = $2`,
    [world.shopId, `G-${world.stored - world.open + passed}`],
  );
  world.setClock(row?.expires_at ?? world.filledAt);
}

/** Every sweep of every worker once, as after a `FLUSHALL`. */
async function lookEverywhere(world: GrowthWorld): Promise<number> {
  const { payments, dataSource, filledAt } = world;
  const did = [
    await payments.applier.drain(),
    await payments.resolver.resolveDue(),
    await payments.commandSweep.settleDue(50),
    await payments.retirement.sweep(),
    await payments.refundCalls.sweep(),
    await payments.caseSweep.sweep(),
    await payments.closing.sweep(),
    await payments.reminders.sweep(),
    await new EventRelay(dataSource, { now: () => filledAt }).relay(),
    await payments.maintenance.run(),
  ];
  await payments.watch.look();
  return did.reduce((sum, count) => sum + count, 0);
}

async function openConsole(world: GrowthWorld): Promise<number> {
  const { dataSource, payments, filledAt: now } = world;
  await overdueWork(dataSource, { now, toleranceMs: HOUR_MS });
  await leftToPeople(dataSource, now);
  await closingProgress(dataSource, { now, budget: { budgetPerMinute: 120, searchBatch: 50 } });
  await payments.gatewayReport.standings();
  await payments.gatewayReport.callsSince(new Date(now.getTime() - HOUR_MS));
  await payments.cases.list({ limit: 50 });
  const page = await new NotificationDesk(dataSource, { now: () => now }).list({ limit: 50 });
  return page.data.length;
}
