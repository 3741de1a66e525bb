import { Fate } from './fate.js';
import { readBooks } from './books.js';
import { readFigures } from './figures.js';
import type { Lived } from './lived.js';
import { brokenRules } from './rules.js';
import { ShopOrder } from './shop-order.js';
import type { Span } from './shoppers.js';
import { DAY, planOrders } from './shoppers.js';
import { SimulatedProduct } from './simulated-product.js';
import { storyOf } from './story.js';
import { planTroubles } from './troubles.js';

export interface SimulationOptions extends Span {
  /** Business time between two looks at what shoppers and fate have in mind. */
  readonly stepMs: number;
  readonly budgetPerMinute: number;
  readonly tell: (line: string) => void;
}

const HOUR = 3_600_000;
/** Late money, the last look back and the last retries of deliveries come within it. */
const TAIL_DAYS = 4;
const TAIL_STEP_MS = HOUR;
const ORDERS_AT_ONCE = 12;
/** One code in so many is another system's, on the same account. */
const STRANGERS_PER_ORDER = 1 / 500;

export interface SimulationReport {
  readonly figures: ReadonlyMap<string, number | string>;
  readonly broken: readonly string[];
  /** Of some of the orders that broke a rule: plan and timeline. */
  readonly stories: readonly string[];
}

const STORIES_TOLD = 5;

/** Lives through the days of `options` and holds the books of both sides against each other at the end. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { days, stepMs, tell } = options;
  const startsAt = nextLimaMidnight(new Date());
  const product = await SimulatedProduct.start({ startsAt, budgetPerMinute: options.budgetPerMinute });
  try {
    const fate = new Fate(planTroubles(options), product);
    const orders = planOrders(options).map((plan) => new ShopOrder(plan, product, fate));
    for (const { plan } of orders) product.gateway.plan(plan.orderId, plan.faults);
    const visits = orders
      .flatMap((order) => order.plan.visits.map(({ atMs, deed }) => ({ atMs, deed, order })))
      .sort((a, b) => a.atMs - b.atMs);
    const strangers = Array.from({ length: Math.ceil(options.orders * STRANGERS_PER_ORDER) }, (_, nth) => ({
      reference: `OTHER-${options.seed}-${nth}`,
      atMs: ((nth + 0.5) * days * DAY) / Math.ceil(options.orders * STRANGERS_PER_ORDER),
    }));

    const nowMs = (): number => product.clock.now().getTime() - startsAt.getTime();
    const spentMs = new Map<string, number>();
    const spent = async (what: string, work: () => Promise<void>): Promise<void> => {
      const beganAt = performance.now();
      await work();
      spentMs.set(what, (spentMs.get(what) ?? 0) + performance.now() - beganAt);
    };
    const busy = new Set<ShopOrder>();
    let nextVisit = 0;
    let nextDay = 1;
    const step = async (toMs: number): Promise<void> => {
      await spent('moving clocks', () => product.moveTo(startsAt.getTime() + toMs));
      await spent('troubles', () => fate.turn(nowMs()));
      for (; (visits[nextVisit]?.atMs ?? Infinity) <= nowMs(); nextVisit += 1) {
        const visit = visits[nextVisit];
        if (!visit) break;
        visit.order.plannedNow(visit.deed);
        busy.add(visit.order);
      }
      await spent('shoppers', () => inTurns([...busy], ORDERS_AT_ONCE, (order) => order.act()));
      for (const order of busy) if (order.isIdle) busy.delete(order);
      const [stranger] = strangers;
      if (stranger && stranger.atMs <= nowMs() && fate.isHeard() && (await payElsewhere(product, stranger.reference)))
        strangers.shift();
      await spent('restarts', () => product.seats.reborn());
      await spent('coming to rest', () => product.comeToRest());
      if (nowMs() >= nextDay * DAY) {
        tell(`day ${nextDay}: ${nextVisit} of ${visits.length} visits, ${seconds()} s`);
        nextDay += 1;
      }
    };
    const beganMs = performance.now();
    const seconds = (): number => Math.round((performance.now() - beganMs) / 1_000);

    while (nowMs() < days * DAY || nextVisit < visits.length) await step(nowMs() + stepMs);
    const endsMs = nowMs() + TAIL_DAYS * DAY;
    while (nowMs() < endsMs) await step(nowMs() + TAIL_STEP_MS);
    const { budgetPerMinute } = options;
    const lived: Lived = { orders, fate, startsAt, spentMs, budgetPerMinute };
    const books = await readBooks(product, orders);
    const broken = brokenRules({
      ...books,
      searchesAtMs: product.traffic.searchesAt,
      budgetPerMinute,
      unaskable: fate.troubles.spells
        .filter(({ trouble }) => trouble.kind === 'gateway' && trouble.outlastsHold)
        .map(({ fromMs, untilMs }) => ({ fromMs: startsAt.getTime() + fromMs, untilMs: startsAt.getTime() + untilMs })),
    });
    const concerned = orders.filter(({ plan }) => broken.some((rule) => rule.includes(` ${plan.orderId} `)));
    const stories = await Promise.all(concerned.slice(0, STORIES_TOLD).map((order) => storyOf(product.pool, order)));
    return { figures: await readFigures(product, lived, books.orders), broken, stories };
  } finally {
    await product.close();
  }
}

async function payElsewhere(product: SimulatedProduct, reference: string): Promise<boolean> {
  const code = await product.createElsewhere(reference);
  if (code === null) return false;
  return product.sandbox('POST', `cips/${code}/pay`, { channel: 'BCP agente', notify: 'once' });
}

/** Peru has one zone, five hours behind UTC the whole year (requirement R10). */
function nextLimaMidnight(now: Date): Date {
  const LIMA_MS = 5 * HOUR;
  return new Date(Math.ceil((now.getTime() - LIMA_MS) / DAY) * DAY + LIMA_MS);
}

async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
