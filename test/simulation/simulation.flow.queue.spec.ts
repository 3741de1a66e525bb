import { beforeAll, describe, expect, it } from 'vitest';
import { testQueueKind } from '#testing';
import { build } from '../flows/processes.js';
import { figuresAsTable } from './report.js';
import { simulate } from './simulation.js';

/** What `npm test` can afford; `npm run simulate` lives through 10,000. On Redis a shorter one: only the queue differs. */
const USUAL = testQueueKind() === 'postgres' ? { orders: 150, days: 10 } : { orders: 60, days: 2 };
const ORDERS = wholeNumber('SIMULATION_ORDERS', USUAL.orders);
const DAYS = wholeNumber('SIMULATION_DAYS', USUAL.days);
const SEED = wholeNumber('SIMULATION_SEED', 20_260_101);
const STEP_MINUTES = wholeNumber('SIMULATION_STEP_MINUTES', 24);
/** So small that days with outages use it up, and enough for what the schedule asks. */
const BUDGET_PER_MINUTE = Math.max(5, Math.round(ORDERS / DAYS / 50));
const BROKEN_TOLD = 60;

describe('days of payments', () => {
  beforeAll(build, 400_000);

  it(
    `end with our books equal to the gateway's, for ${ORDERS} orders over ${DAYS} days from seed ${SEED}`,
    { timeout: 7_200_000 },
    async () => {
      const tell = (line: string): void => void process.stdout.write(`simulation: ${line}\n`);
      tell(`${ORDERS} orders over ${DAYS} days, seed ${SEED}, steps of ${STEP_MINUTES} minutes`);
      const { figures, broken, stories } = await simulate({
        orders: ORDERS,
        days: DAYS,
        seed: SEED,
        stepMs: STEP_MINUTES * 60_000,
        budgetPerMinute: BUDGET_PER_MINUTE,
        tell,
      });
      process.stdout.write(`${figuresAsTable(figures)}\n`);
      for (const story of stories) process.stdout.write(`\n${story}\n`);
      expect([
        ...broken.slice(0, BROKEN_TOLD),
        ...(broken.length > BROKEN_TOLD ? [`and ${broken.length} in all`] : []),
      ]).toEqual([]);
    },
  );
});

function wholeNumber(name: string, absent: number): number {
  const text = process.env[name];
  if (text === undefined) return absent;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} is "${text}": a whole number is needed.`);
  return Number(text);
}
