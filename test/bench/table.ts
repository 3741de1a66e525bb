import { MOST_LOAD, type MachineFacts } from './machine.js';
import type { Row, Target } from './measure.js';

const HEADINGS = ['measure', 'queue', 'ours', 'against', 'ratio', 'target', 'met'] as const;

export function factLines(facts: MachineFacts): string[] {
  const { cores, processor, system, node, postgres, redis, loadAverage } = facts;
  const line = `${cores} cores (${processor}), ${system}, Node ${node}, Postgres ${postgres}, Redis ${redis ?? 'absent'}, load average ${loadAverage.toFixed(2)}`;
  if (loadAverage <= MOST_LOAD) return [line];
  return [
    line,
    `WARNING: the load average is above ${MOST_LOAD}: other work is running, and these figures mean little.`,
  ];
}

/** Markdown, which can be read as it is. */
export function asTable(rows: readonly Row[]): string {
  const lines = [[...HEADINGS], ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [write(head), write(widths.map((width) => '-'.repeat(width))), ...body.map(write)].join('\n');
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
