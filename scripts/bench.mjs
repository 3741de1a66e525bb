#!/usr/bin/env node
// npm run bench: how fast it is, against what it could be, in one run with real processes (docs/performance.md).
//   npm run bench                                    every measure, on both queue backends where there is a redis-server
//   npm run bench -- --only accept,apply             only these
//   npm run bench -- --backend postgres --json       one backend; the result as JSON on stdout
//   npm run bench -- --quick                         a minute: shows that everything works, its figures mean nothing
//   npm run bench -- --only apply --statements       says which statements took the time
// Exit code 1 when a target was not met, 64 for a wrong argument.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

if (!build()) process.exit(1);
// Only translated: `npm run check` looks at the types.
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'test/bench'], { cwd: root, stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(1);

const main = join(root, 'dist', 'bench', 'main.js');
const child = spawn(process.execPath, [main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches the run too; this process waits for it, to leave nothing behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
