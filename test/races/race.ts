import { waitFor } from '#testing';
import type { FaultyGateway } from '../processes/faulty-gateway.js';
import type { OrderRecord } from './order-record.js';
import { readBooks, readOutstanding } from './books.js';
import type { RaceProduct } from './race-product.js';
import { Round } from './round.js';
import { brokenRules } from './rules.js';
import type { Step } from './schedule.js';
import { LAST_TICK, scheduleOf } from './schedule.js';

export interface RaceReport {
  readonly broken: readonly BrokenRound[];
  /** How often what happened: states reached, faults met, CIPs made, seconds taken. */
  readonly tally: ReadonlyMap<string, number>;
}

export interface BrokenRound {
  readonly seed: number;
  readonly orderId: string;
  readonly broken: readonly string[];
  /** Schedule, what was answered, what was injected, and the payments' timelines, to read. */
  readonly story: string;
}

/** What one tick lets pass. Below the 300 s for which gateway and product believe each other's signatures. */
const TICK_MS = 45_000;
const REST_MS = 240_000;
const POLL_REST_MS = 25 * 60_000;
/** Business time that is waited for rest at most: long enough for two late polls. */
const REST_TICKS = 45;

/** Runs one round per seed, all beside each other on one product, and answers those that broke a rule. */
export async function race(product: RaceProduct, seeds: readonly number[]): Promise<RaceReport> {
  const rounds = seeds.map((seed) => new Round(scheduleOf(seed), product));
  for (const { schedule } of rounds) product.gateway.plan(schedule.orderId, schedule.faults);
  const startedMs = performance.now();
  const open = new Set<Promise<void>>();
  const begin = (tick: number, when: Step['when']): Promise<void>[] =>
    rounds.flatMap((round) => {
      const { awaited, rest } = round.begin(tick, when);
      for (const work of rest) open.add(work.finally(() => open.delete(work)));
      return awaited;
    });
  for (let tick = 0; tick <= LAST_TICK; tick += 1) {
    const begunAtMs = Date.now();
    const early = begin(tick, 'before');
    product.advance(TICK_MS);
    await Promise.all([...early, ...begin(tick, 'after')]);
    await product.settleTick(begunAtMs);
  }
  await Promise.all(open);
  await product.reborn();
  const restingMs = performance.now();
  const unsettled = await comeToRest(product);
  const records = await readBooks(product, rounds, unsettled);
  const broken: BrokenRound[] = [];
  for (const [place, record] of records.entries()) {
    const round = rounds[place];
    const rules = brokenRules(record, (ms) => product.businessAt(ms));
    if (!round || rules.length === 0) continue;
    const { seed, orderId } = round.schedule;
    broken.push({
      seed,
      orderId,
      broken: rules,
      story: await storyOf(
        product,
        round,
        record.payments.map((payment) => payment.id),
      ),
    });
  }
  const tally = tallyOf(records, rounds, product.gateway.injected);
  tally.set('kills so far', product.kills);
  tally.set('ms of ticks', Math.round(restingMs - startedMs));
  tally.set('ms of rest', Math.round(performance.now() - restingMs));
  return { broken, tally };
}

function tallyOf(
  records: readonly OrderRecord[],
  rounds: readonly Round[],
  injected: FaultyGateway['injected'],
): Map<string, number> {
  const orders = new Set(records.map((record) => record.orderId));
  const happened = [
    ...records.flatMap((record) =>
      record.payments.flatMap(({ base, state }) => [
        state === 'paid' && base !== 'pending' ? `paid from ${base}` : state,
      ]),
    ),
    ...records.flatMap((record) => record.payments.flatMap((payment) => payment.cases.map((kind) => `case ${kind}`))),
    ...records.flatMap((record) => record.cips.map((cip) => (cip.knownAtMs === null ? 'CIP nobody knew' : 'CIP'))),
    ...records.flatMap((record) => record.paidEvents.map(() => 'order.paid')),
    ...rounds.flatMap((round) => round.answers),
    ...injected.filter((fault) => orders.has(fault.orderId)).map(({ operation, kind }) => `${operation} ${kind}`),
  ];
  const tally = new Map<string, number>();
  for (const what of happened.toSorted()) tally.set(what, (tally.get(what) ?? 0) + 1);
  return tally;
}

/** Lets time pass until nothing is due. Answers what is left when it has waited long enough. */
async function comeToRest(product: RaceProduct): Promise<Map<string, string[]>> {
  let left: readonly string[] = [];
  const atRest = async (): Promise<boolean> => {
    left = [...(await readOutstanding(product.database)).values()].flat();
    return left.length === 0;
  };
  for (let tick = 0; tick < REST_TICKS; tick += 1) {
    const rested = await waitFor(atRest, { what: 'rest', timeoutMs: 1_500, everyMs: 150 }).catch(() => false);
    if (rested) break;
    // Where only a poll is awaited nothing is under way, and a longer time may pass.
    product.advance(left.every((what) => what.startsWith('money')) ? POLL_REST_MS : REST_MS);
  }
  return readOutstanding(product.database);
}

async function storyOf(product: RaceProduct, round: Round, paymentIds: readonly string[]): Promise<string> {
  const { schedule } = round;
  const timelines = await Promise.all(
    paymentIds.map(
      async (id) => `timeline of ${id}: ${(await product.api(0, 'GET', `/v1/payments/${id}/timeline`))?.text}`,
    ),
  );
  const injected = product.gateway.injected.filter((fault) => fault.orderId === round.orderId);
  return [
    `schedule: ${JSON.stringify(schedule)}`,
    ...injected.map(
      (fault) => `${new Date(product.businessAt(fault.at)).toISOString()} gateway ${fault.operation} ${fault.kind}`,
    ),
    ...round.log,
    ...timelines,
  ].join('\n');
}
