import { setTimeout as pause } from 'node:timers/promises';
import { storyOf } from '../simulation/story.js';
import { ShopOrder } from '../simulation/shop-order.js';
import { bringFaults } from './bring-faults.js';
import { Customers } from './customers.js';
import { Leftovers } from './leftovers.js';
import { judge } from './oracle.js';
import type { Schedule } from './schedule.js';
import type { Tally } from './tally.js';
import type { World } from './world.js';

export interface RoundReport {
  readonly broken: readonly string[];
  /** Plan and timeline of some of the orders that broke a rule, to read. */
  readonly stories: readonly string[];
}

const MINUTE = 60_000;
/** Two periods of a sweep after the last fault, and room for a loaded machine. */
const UNAIDED_LIMIT_MS = 30_000;
/** The last look back, 72 hours after a closing, is over. */
const LONGEST_REST_MS = 80 * 60 * MINUTE;
const LONGEST_STEP_MS = 12 * 60 * MINUTE;
/** While codes live time passes in short steps: what is to be done to one is done before it ends by itself, also by a clock that is behind. */
const CODES_LIVE_MS = 12 * MINUTE;
const SHORT_STEP_MS = 2 * MINUTE;
/** Then no time is left to pass, and a loaded machine may need a moment for what became due with the last step. */
const LAST_LOOKS = 5;
const LAST_LOOK_EVERY_MS = 1_000;
const STORIES_TOLD = 3;

/** Lives through one round: faults and orders at once; then everything is put right, time passes, and all must be true. */
export async function liveRound(
  world: World,
  { schedule, leftovers, tally }: { schedule: Schedule; leftovers: Leftovers; tally: Tally },
): Promise<RoundReport> {
  await world.beginRound(new Map(schedule.skewsMs));
  const orders = schedule.orders.map((plan) => new ShopOrder(plan, world, { isHeard: () => true }));
  world.orders.push(...orders);
  for (const { plan } of orders) world.gateway.plan(plan.orderId, plan.faults);
  const complained = world.seats.complaints.length;
  const customers = new Customers(orders, world.clock);

  await Promise.all([customers.liveThroughFaults(), bringFaults(world, schedule.faults, tally)]);
  await world.seats.reborn();
  const unaided = await world.findsItsWork(UNAIDED_LIMIT_MS);
  const untrue = await passTime(world, customers);
  const broken = [
    ...unaided.map((what) => `the product finds its work by itself: ${what}`),
    ...untrue,
    ...world.seats.complaints.slice(complained).map((what) => `no process ends by itself: ${what}`),
    ...(await leftovers.afterRound()).map((what) => `nothing is left over: ${what}`),
  ];
  tally.count('fault: clock apart', schedule.skewsMs.length);
  countOrders(tally, orders);
  const concerned = orders.filter(({ plan }) => broken.some((rule) => rule.includes(`${plan.orderId} `)));
  const stories = await Promise.all(concerned.slice(0, STORIES_TOLD).map((order) => storyOf(world.pool, order)));
  return { broken, stories };
}

/** Lets business time pass in growing steps until every rule holds. Answers those that do not when it has waited long enough. */
async function passTime(world: World, customers: Customers): Promise<string[]> {
  let looksLeft = LAST_LOOKS;
  const longestNow = (): number => (customers.nowMs < CODES_LIVE_MS ? SHORT_STEP_MS : LONGEST_STEP_MS);
  for (let stepMs = MINUTE; ; stepMs = Math.min(2 * stepMs, longestNow())) {
    await world.comeToRest();
    if (await customers.actOnce()) await world.comeToRest();
    const nextMs = customers.nextVisitMs;
    if (nextMs === null) {
      const broken = await judge(world, customers.orders);
      if (broken.length === 0 || looksLeft === 0) return broken;
      if (customers.nowMs > LONGEST_REST_MS) {
        looksLeft -= 1;
        await pause(LAST_LOOK_EVERY_MS);
        continue;
      }
    }
    await world.moveBy(nextMs === null ? stepMs : Math.max(0, Math.min(stepMs, nextMs - customers.nowMs)));
  }
}

function countOrders(tally: Tally, orders: readonly ShopOrder[]): void {
  tally.count('orders', orders.length);
  for (const { plan } of orders) tally.count(`story: ${plan.story}`);
  for (const { plan, answers } of orders) {
    for (const { operation, kind } of plan.faults) tally.count(`planned loss: ${operation} ${kind}`);
    for (const { deed } of plan.visits)
      if (deed.kind === 'pay' || deed.kind === 'reverse') tally.count(`${deed.kind} announced ${deed.notify}`);
    for (const answer of answers) tally.count(`answer: ${answer}`);
  }
}
