import { MOST_LOAD, type MachineFacts } from './machine.js';
import type { Row, Target } from './measure.js';

const HEADINGS = ['measure', 'queue', 'ours', 'against', 'ratio', 'target', 'met'];

export function factLines(facts: MachineFacts): string[] {
  const { cores, processor, system, node, postgres, redis, disk, loadAverage } = facts;
  const line = `${cores} cores (${processor}), ${system}, Node ${node}, Postgres ${postgres}, Redis ${redis ?? 'absent'}, a page synced to disk in ${disk.p50Ms.toFixed(1)} ms (p50) and ${disk.p99Ms.toFixed(1)} ms (p99), load average ${loadAverage.toFixed(2)}`;
  if (loadAverage <= MOST_LOAD) return [line];
  return [
    line,
    `WARNING: the load average is above ${MOST_LOAD}: other work is running, and these figures mean little.`,
  ];
}

export function asTable(rows: readonly Row[]): string {
  return markdownTable(HEADINGS, rows.map(cellsOf));
}

/** Markdown, which can be read as it is. */
export function markdownTable(headings: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...[headings, ...body].map((line) => line[column]?.length ?? 0)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [write(headings), write(widths.map((width) => '-'.repeat(width))), ...body.map(write)].join('\n');
}

function cellsOf(row: Row): string[] {
  const { measure, backend = '', unit, ours, against, ratio, target, met } = row;
  return [
    measure,
    backend,
    `${figure(ours)} ${unit}`,
    against === undefined ? '' : `${figure(against.value)} ${unit}, ${against.what}`,
    ratio === undefined ? '' : ratio.toFixed(2),
    target === null ? '' : boundOf(target, unit),
    met === null ? '' : met ? 'yes' : 'NO',
  ];
}

function boundOf({ of, least, most }: Target, unit: string): string {
  const bounds = [...(least === undefined ? [] : [`≥ ${least}`]), ...(most === undefined ? [] : [`≤ ${most}`])];
  return `${bounds.join(', ')}${of === 'ratio' ? ' ×' : ` ${unit}`}`;
}

function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
