import { constants } from 'node:os';
import { exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { machineFacts } from './machine.js';
import type { Backend, Measure, Row } from './measure.js';
import { measures } from './measures.js';
import { BenchServers, hasRedis } from './servers.js';
import { COUNTING } from './statements.js';
import { asTable, factLines } from './table.js';

const USAGE = `npm run bench -- [--only ${measures.map(({ name }) => name).join(',')}] [--backend postgres|redis] [--repetitions <1 or more>] [--quick] [--json] [--statements]`;
const OWN_OPTIONS = {
  only: { type: 'string' },
  backend: { type: 'string' },
  repetitions: { type: 'string' },
  quick: { type: 'boolean' },
  statements: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

interface Wanted {
  readonly chosen: readonly Measure[];
  readonly backends: readonly Backend[];
  readonly repetitions: number | null;
  readonly quick: boolean;
  readonly statements: boolean;
  readonly json: boolean;
  readonly options: Readonly<Record<string, string>>;
}

function readArguments(args: string[]): Wanted {
  const { values } = parseArgs({ args, options: { ...OWN_OPTIONS, ...measureOptions() } });
  const {
    only,
    backend,
    repetitions,
    quick = false,
    json = false,
    statements = false,
    ...options
  } = values as Record<string, string | boolean>;
  const text = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
  return {
    chosen: chooseMeasures(only === undefined ? undefined : String(only)),
    backends: chooseBackends(backend === undefined ? undefined : String(backend)),
    repetitions: repetitions === undefined ? null : readCount('--repetitions', String(repetitions)),
    quick: quick === true,
    statements: statements === true,
    json: json === true,
    options: text,
  };
}

function measureOptions(): Record<string, { type: 'string' }> {
  return Object.fromEntries(measures.flatMap(({ options = [] }) => options.map((name) => [name, { type: 'string' }])));
}

function chooseMeasures(only: string | undefined): readonly Measure[] {
  if (only === undefined) return measures.filter(({ onRequest }) => onRequest !== true);
  return only.split(',').map((name) => {
    const found = measures.find((measure) => measure.name === name);
    if (found === undefined) throw new Error(`There is no measure ${name}.`);
    return found;
  });
}

function chooseBackends(backend: string | undefined): readonly Backend[] {
  if (backend === undefined) return hasRedis() ? ['postgres', 'redis'] : ['postgres'];
  if (backend !== 'postgres' && backend !== 'redis') throw new Error(`There is no backend ${backend}.`);
  if (backend === 'redis' && !hasRedis()) throw new Error('There is no redis-server on the PATH.');
  return [backend];
}

function readCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} ${text} is no whole number from 1.`);
  return count;
}

async function run(wanted: Wanted): Promise<number> {
  const servers = await BenchServers.open(wanted.statements ? COUNTING : {});
  // Ctrl-C: nothing stays, and what was started ends with this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void servers.close().finally(() => exit(128 + constants.signals[signal])));
  const say = (line: string): void => void stderr.write(`${line}\n`);
  const rows: Row[] = [];
  try {
    const facts = await machineFacts(servers);
    for (const line of factLines(facts)) say(line);
    for (const measure of wanted.chosen) {
      say(`\n${measure.name}: ${measure.about}`);
      rows.push(...(await measure.run({ ...wanted, servers, say })));
    }
    if (wanted.json) stdout.write(`${JSON.stringify({ facts, quick: wanted.quick, rows }, null, 2)}\n`);
    else stdout.write(`\n${asTable(rows)}\n`);
    if (wanted.quick) say('A quick run: it shows that everything works, and its figures mean nothing.');
  } finally {
    await servers.close();
  }
  // Short repetitions show that everything works; whether a target is met they cannot say.
  return !wanted.quick && rows.some(({ met }) => met === false) ? 1 : 0;
}

let wanted: Wanted;
try {
  wanted = readArguments(process.argv.slice(2));
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  exit(64);
}
process.exitCode = await run(wanted);
