import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../flows/processes.js';
import type { BrokenRound } from './race.js';
import { race } from './race.js';
import { RaceProduct } from './race-product.js';

/** `npm test` races one batch; `npm run races` four of them, which is the figure that the README speaks of. */
const ROUNDS = wholeNumber('RACES_ROUNDS', 125);
const SEED = wholeNumber('RACES_SEED', 20_260_101);
/** Orders beside each other on one product: enough to share sweeps, batches and kills. */
const BESIDE = 125;

/** Of what the processes complained about, the latest. */
const ERRORS_TOLD = 60;

/** What so many rounds bring for certain, whatever their seed and however slow the machine. */
const TO_HAPPEN = [
  'create 201',
  'extend 200',
  'reissue 200',
  'cancel 200',
  'page with a code',
  'money on the shown',
  'money on the unseen',
  'CIP nobody knew',
  'order.paid',
  'expired',
  'case paid_late',
];

describe('the life of a payment', () => {
  let product: RaceProduct | undefined;

  beforeAll(async () => {
    await build();
    product = await RaceProduct.start();
  }, 400_000);

  afterAll(() => product?.close(), 60_000);

  it(
    `keeps its promises in ${ROUNDS} rounds from seed ${SEED}, under faults, kills and every interleaving`,
    { timeout: 900_000 },
    async () => {
      process.stdout.write(`races: ${ROUNDS} rounds, seeds ${SEED} to ${SEED + ROUNDS - 1}\n`);
      const started = product;
      if (!started) throw new Error('the product did not start');
      const broken: BrokenRound[] = [];
      const happened = new Set<string>();
      for (let from = 0; from < ROUNDS; from += BESIDE) {
        const seeds = Array.from({ length: Math.min(BESIDE, ROUNDS - from) }, (_, nth) => SEED + from + nth);
        const report = await race(started, seeds);
        broken.push(...report.broken);
        for (const what of report.tally.keys()) happened.add(what);
        process.stdout.write(`${[...report.tally].map(([what, times]) => `${what} ${times}`).join(', ')}\n`);
      }
      if (broken.length > 0) process.stdout.write(`${started.errors.slice(-ERRORS_TOLD).join('\n')}\n`);
      for (const { seed, story } of broken) process.stdout.write(`\n=== seed ${seed}\n${story}\n`);
      expect(broken.map(({ seed, broken: rules }) => `seed ${seed}: ${rules.join('; ')}`)).toEqual([]);
      // A race in which nothing meets proves nothing.
      if (ROUNDS >= 4 * BESIDE) expect(TO_HAPPEN.filter((what) => !happened.has(what))).toEqual([]);
    },
  );
});

function wholeNumber(name: string, absent: number): number {
  const text = process.env[name];
  if (text === undefined) return absent;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} is "${text}": a whole number is needed.`);
  return Number(text);
}
