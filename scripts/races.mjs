#!/usr/bin/env node
// npm run races: orders raced through faults, kills and every interleaving (test/races/README.md).
//   npm run races                                    500 rounds from seed 20260101
//   npm run races -- --rounds 2000 --seed 7          one round per seed, from this one on
//   npm run races -- --rounds 1 --seed 20260162      one round again
// The exit code is that of `npm test`.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = 'npm run races -- [--rounds <1 to 100000>] [--seed <0 to 4294967295>]';
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { rounds, seed } = readArguments();

const args = [join(root, 'scripts', 'test.mjs'), '--project', 'main', 'test/races/races.flow.spec.ts'];
const env = {
  ...process.env,
  RACES_ROUNDS: rounds ?? '500',
  ...(seed === undefined ? {} : { RACES_SEED: seed }),
};
const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
// Ctrl-C reaches the tests too; this process waits for them, to leave nothing behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});

function readArguments() {
  try {
    const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
    if (values.rounds !== undefined) expectInteger('--rounds', values.rounds, { min: 1, max: 100_000 });
    if (values.seed !== undefined) expectInteger('--seed', values.seed, { min: 0, max: 4_294_967_295 });
    return values;
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    return process.exit(64);
  }
}

function expectInteger(option, text, { min, max }) {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new RangeError(`${option} ${text} is no whole number from ${min} to ${max}.`);
}
