#!/usr/bin/env node
// npm run chaos: rounds in which everything fails, then everything must be true (docs/reliability.md).
//   npm run chaos                                      20 rounds on each queue backend, from seed 20260101
//   npm run chaos -- --rounds 300 --seed 7             one round per seed, from this one on
//   npm run chaos -- --jobs 2                          two rounds beside each other, each on servers of its own
//   npm run chaos -- --backend redis                   on one backend only: redis or postgres
//   npm run chaos -- --report run.json                 keeps what it brought, anew after every round
//   npm run chaos -- --add-up one.json two.json …      adds reports up; no seed may stand in two of them
//   npm run chaos -- --json                            says it as JSON, at the end; with --add-up too
//   npm run chaos -- --mutations --rounds 12           each guard of the mutation list taken out, until a round shows it
//   npm run chaos -- --mutations --mutation 3          the third of them only
// The exit code is that of `npm test`: 1 when a rule was broken, or a mutation was not caught. That of --add-up is 1 when
// a rule was broken in one of the runs.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUp, asTable, readRuns, writeRuns } from './chaos-reports.mjs';
import { runLongSpec } from './long-spec.mjs';

const USAGE = [
  'npm run chaos -- [--rounds <1 to 100000>] [--seed <0 to 4294967295>] [--jobs <1 to 16>] [--backend redis|postgres]',
  '                 [--report <file>] [--json] [--mutations [--mutation <1 to 100>]]',
  'npm run chaos -- --add-up <report> … [--json]',
].join('\n');

const argv = process.argv.slice(2);
const wantsJson = take('--json') !== undefined;
const addsUp = take('--add-up') !== undefined;
if (addsUp) addUpReports(argv);
else await run(take('--report', { hasValue: true }));

function addUpReports(files) {
  try {
    if (files.length === 0) throw new Error('--add-up needs a report.');
    const sums = addUp(files.flatMap(readRuns));
    say(sums);
    process.exitCode = sums.some(({ broken }) => broken.length > 0) ? 1 : 0;
  } catch (error) {
    fail(error);
  }
}

async function run(report) {
  const folder = mkdtempSync(join(tmpdir(), 'chasqui-chaos-'));
  const keep = () => {
    const runs = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => readRuns(join(folder, name)));
    if (report !== undefined && runs.length > 0) writeRuns(report, runs);
    return runs;
  };
  // Also of a run that is killed.
  const keeper = setInterval(keep, 5_000);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await runLongSpec({
    usage: USAGE,
    projects: { option: 'backend', names: ['postgres', 'redis'] },
    spec: 'test/chaos/chaos.flow.queue.spec.ts',
    options: {
      rounds: { variable: 'CHAOS_ROUNDS', min: 1, max: 100_000, absent: '20' },
      seed: { variable: 'CHAOS_SEED', min: 0, max: 4_294_967_295 },
      jobs: { variable: 'CHAOS_JOBS', min: 1, max: 16 },
      mutation: { variable: 'CHAOS_MUTATION', min: 1, max: 100 },
    },
    flags: { mutations: { variable: 'CHAOS_MUTATIONS' } },
    argv,
    variables: { CHAOS_REPORTS: folder },
  });
  clearInterval(keeper);
  const runs = keep();
  if (wantsJson) say(addUp(runs));
}

function say(sums) {
  console.log(wantsJson ? JSON.stringify(sums, null, 2) : sums.map(asTable).join('\n\n'));
}

/** Takes an option out of the arguments, with its value where it has one. */
function take(option, { hasValue = false } = {}) {
  const place = argv.indexOf(option);
  if (place === -1) return undefined;
  const [, value = ''] = argv.splice(place, hasValue ? 2 : 1);
  if (hasValue && (value === '' || value.startsWith('--'))) fail(new Error(`${option} needs a file.`));
  return value;
}

function fail(error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(64);
}
