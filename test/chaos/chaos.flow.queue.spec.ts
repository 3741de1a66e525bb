import { beforeAll, describe, expect, it } from 'vitest';
import { testQueueKind } from '#testing';
import { build } from '../flows/processes.js';
import { chaos } from './chaos.js';
import { reportOf } from './report.js';

/** What `npm test` can afford; `npm run chaos` lives through hundreds. */
const ROUNDS = wholeNumber('CHAOS_ROUNDS', 2);
const SEED = wholeNumber('CHAOS_SEED', 20_260_101);
const ERRORS_TOLD = 60;
const BROKEN_TOLD = 60;

describe('chaos', () => {
  beforeAll(build, 400_000);

  it(
    `leaves nothing untrue in ${ROUNDS} rounds from seed ${SEED}, with the queue on ${testQueueKind()}`,
    { timeout: 120_000 + ROUNDS * 240_000 },
    async () => {
      const tell = (text: string): void => void process.stdout.write(`${text}\n`);
      const report = await chaos({ rounds: ROUNDS, seed: SEED, tell });
      for (const { seed, stories } of report.broken) tell([`=== seed ${seed}`, ...stories].join('\n'));
      if (report.broken.length > 0) tell(report.errors.slice(-ERRORS_TOLD).join('\n'));
      tell(reportOf(report));
      expect(
        report.broken.flatMap(({ seed, broken }) => broken.map((how) => `seed ${seed}: ${how}`)).slice(0, BROKEN_TOLD),
      ).toEqual([]);
    },
  );
});

function wholeNumber(name: string, absent: number): number {
  const text = process.env[name];
  if (text === undefined) return absent;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} is "${text}": a whole number is needed.`);
  return Number(text);
}
