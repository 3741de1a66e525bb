// What runs of chaos brought: a file per run, and the sum of several.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const KIND = 'chasqui chaos report';

export function addUp(runs) {
  const backends = [...new Set(runs.map(({ backend }) => backend))].sort();
  return backends.map((backend) => sumOf(runs.filter((run) => run.backend === backend)));
}

function sumOf(runs) {
  const [{ backend }] = runs;
  const lived = runs.flatMap((run) => run.lived);
  const twice = lived.filter((seed, place) => lived.indexOf(seed) !== place);
  if (twice.length > 0)
    throw new Error(
      `Seed ${[...new Set(twice)].join(', ')} was lived through more than once on ${backend}: it counts as one round.`,
    );
  const tally = {};
  for (const run of runs)
    for (const [what, times] of Object.entries(run.tally)) tally[what] = (tally[what] ?? 0) + times;
  return {
    backend,
    runs: runs.length,
    seconds: runs.reduce((sum, run) => sum + run.seconds, 0),
    lived: lived.toSorted((a, b) => a - b),
    broken: runs.flatMap((run) => run.broken).toSorted((a, b) => a.seed - b.seed),
    tally,
    skipped: [...new Set(runs.flatMap((run) => run.skipped))],
  };
}

export function asTable({ backend, runs, seconds, lived, broken, tally, skipped }) {
  const rows = Object.entries(tally).sort(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(4, ...rows.map(([what]) => what.length));
  const line = (what, times) => `| ${what.padEnd(width)} | ${times.padStart(7)} |`;
  const minutes = Math.round(seconds / 60);
  return [
    `Queue on ${backend}: ${lived.length} round(s) in ${runs} run(s), ${minutes} min; seeds ${spansOf(lived)}.`,
    '',
    line('what', 'times'),
    `| ${'-'.repeat(width)} | ------: |`,
    ...rows.map(([what, times]) => line(what, String(times))),
    ...(skipped.length > 0 ? ['', `Not possible here: ${skipped.join(', ')}.`] : []),
    '',
    broken.length === 0
      ? 'No rule was broken.'
      : `Broken: seeds ${[...new Set(broken.map(({ seed }) => seed))].join(', ')}.`,
  ].join('\n');
}

/** 1, 2, 3, 7 is "1 to 3, 7". */
function spansOf(seeds) {
  const spans = [];
  for (const seed of seeds) {
    const last = spans.at(-1);
    if (last !== undefined && last.to + 1 === seed) last.to = seed;
    else spans.push({ from: seed, to: seed });
  }
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ') || 'none';
}

export function readRuns(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report?.kind !== KIND || !Array.isArray(report.runs)) throw new Error(`${file} is no report of npm run chaos.`);
  return report.runs;
}

/** Whoever reads it meanwhile sees the old one or the new one. */
export function writeRuns(file, runs) {
  writeFileSync(`${file}.new`, `${JSON.stringify({ kind: KIND, runs }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
