import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testQueueKind } from '#testing';
import { addUp, asTable, writeRuns, type ChaosRun } from '../../scripts/chaos-reports.mjs';
import { build } from '../flows/processes.js';
import { chaos, type ChaosReport } from './chaos.js';
import { chaosNumber } from './chaos-number.js';
import { catchMutation } from './mutations/catch-mutation.js';
import { MUTATIONS } from './mutations/mutations.js';

const beganAt = performance.now();

/** What `npm test` can afford; `npm run chaos` lives through hundreds. */
const ROUNDS = chaosNumber('CHAOS_ROUNDS', 1);
const SEED = chaosNumber('CHAOS_SEED', 20_260_101);
/** 1: instead, each guard of the mutation list is taken out, and one of so many rounds must show it. */
const MUTATE = chaosNumber('CHAOS_MUTATIONS', 0) === 1;
/** Rounds that are lived through beside each other. */
const JOBS = Math.max(1, chaosNumber('CHAOS_JOBS', 1));
/** Takes what is known so far, after every round. */
const REPORTS = process.env['CHAOS_REPORTS'];
/** The nth of that list only, counted from 1; 0 is all. */
const ONLY = chaosNumber('CHAOS_MUTATION', 0);

const TOLD = 60;
/** A world starts and ends, and its last jobs are waited for. */
const WORLD_MS = 240_000;
const ROUND_MS = 240_000;

const tell = (text: string): void => void process.stdout.write(`${text}\n`);

function runOf({ lived, broken, tally, skipped }: ChaosReport): ChaosRun {
  return {
    backend: testQueueKind(),
    jobs: JOBS,
    seconds: Math.round((performance.now() - beganAt) / 1_000),
    lived,
    broken: broken.map(({ seed, broken: rules }) => ({ seed, broken: rules })),
    tally: tally.all,
    skipped,
  };
}

/** A run that is ended before its time leaves what it lived through. */
function keep(report: ChaosReport): void {
  if (REPORTS !== undefined) writeRuns(join(REPORTS, `${testQueueKind()}.json`), [runOf(report)]);
}

if (MUTATE) {
  const chosen = MUTATIONS.filter(
    ({ backend = testQueueKind() }, place) => backend === testQueueKind() && (ONLY === 0 || place + 1 === ONLY),
  );

  describe('chaos on a product', () => {
    const HEAD =
      '| without | brought | caught by | round | seed | fired too |\n| --- | --- | --- | ---: | ---: | --- |';
    const rows: string[] = [];

    beforeAll(build, 400_000);

    it.each(chosen)(
      'shows that it is without $without',
      { timeout: WORLD_MS + ROUNDS * ROUND_MS },
      async (mutation) => {
        const { round, fired } = await catchMutation(mutation, { rounds: ROUNDS, seed: SEED, tell });
        const { brings = [], loses = [], caughtBy, without } = mutation;
        const brought = [
          ...new Set(brings.map(({ name }) => name)),
          ...loses.map(({ operation, nth, kind }) => `${operation} ${nth} of every order: ${kind}`),
        ].join(', ');
        const [named, others] = [true, false].map((isNamed) =>
          fired.filter((rule) => caughtBy.includes(rule) === isNamed).join('; '),
        );
        const seen = round === null ? 'NOT CAUGHT' : named;
        rows.push(`| ${[without, brought, seen, round?.nth ?? '', round?.seed ?? '', others ?? ''].join(' | ')} |`);
        tell([HEAD, ...rows].join('\n'));
        expect(round, `rules that fired: ${others || 'none'}`).not.toBeNull();
      },
    );
  });
} else {
  describe('chaos', () => {
    beforeAll(build, 400_000);

    it(
      `leaves nothing untrue in ${ROUNDS} round(s) from seed ${SEED}, with the queue on ${testQueueKind()}`,
      { timeout: WORLD_MS + ROUNDS * ROUND_MS },
      async () => {
        const report = await chaos({ rounds: ROUNDS, seed: SEED, jobs: JOBS, tell, onProgress: keep });
        if (report.broken.length > 0) tell(report.errors.slice(-TOLD).join('\n'));
        for (const sum of addUp([runOf(report)])) tell(asTable(sum));
        keep(report);
        const broken = report.broken.flatMap(({ seed, broken: rules }) => rules.map((how) => `seed ${seed}: ${how}`));
        expect(broken.slice(0, TOLD)).toEqual([]);
      },
    );
  });
}
