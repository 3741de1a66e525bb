#!/usr/bin/env node
// node scripts/run.mjs apps/standalone/src/main.js [arguments]: runs a compiled program, built first when it is stale.
// It runs in this process, so that signals and the exit code are the program's own.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const [program, ...args] = process.argv.slice(2);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

if (program === undefined) {
  process.stderr.write('Usage: node scripts/run.mjs <path below dist> [arguments]\n');
  process.exit(64);
}
if (!build()) process.exit(1);
const file = join(root, 'dist', program);
if (!existsSync(file)) {
  process.stderr.write(`There is no ${program} in dist: check the path, or run npm run build.\n`);
  process.exit(66);
}
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(file).href);
