import type { ChaosReport } from './chaos.js';

/** What happened, as a table in Markdown. */
export function reportOf({ tally, skipped, broken }: Pick<ChaosReport, 'tally' | 'skipped' | 'broken'>): string {
  const rows = tally.entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(4, ...rows.map(([what]) => what.length));
  const line = (what: string, times: string): string => `| ${what.padEnd(width)} | ${times.padStart(6)} |`;
  return [
    line('what', 'times'),
    `| ${'-'.repeat(width)} | -----: |`,
    ...rows.map(([what, times]) => line(what, String(times))),
    ...(skipped.length > 0 ? ['', `Not possible here: ${skipped.join(', ')}.`] : []),
    '',
    broken.length === 0 ? 'No rule was broken.' : `Broken: seeds ${broken.map(({ seed }) => seed).join(', ')}.`,
  ].join('\n');
}
