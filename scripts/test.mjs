#!/usr/bin/env node
// npm test: every spec, on both queue backends where Redis can be had. Arguments are passed on to vitest.
//   CHASQUI_REQUIRE_REDIS=1     fail when Redis is not there
//   CHASQUI_REQUIRE_CHROMIUM=1  fail when no Chromium is there
// The last line is `N passed, N failed`. The exit code is vitest's.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findRedis } from './test-services.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const reportFile = join(root, '.vitest', `results-${process.pid}.json`);
const missing = listMissing();

for (const { text } of missing) shout(text);
if (missing.some(({ required }) => required)) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
mkdirSync(dirname(reportFile), { recursive: true });
const exitCode = await runVitest(process.argv.slice(2));
const totals = readTotals();
rmSync(reportFile, { force: true });
for (const { text } of missing) shout(text);
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
// vitest also fails on what belongs to no test: an error between tests, a file that does not load.
const failed = exitCode === 0 ? totals.failed : Math.max(totals.failed, 1);
console.log(`${totals.passed} passed, ${failed} failed`);
process.exitCode = exitCode;

function listMissing() {
  const wants = [
    {
      isThere: findRedis() !== null,
      required: process.env.CHASQUI_REQUIRE_REDIS === '1',
      text: 'NOT TESTED ON REDIS: there is no redis-server on the PATH and no REDIS_TEST_URL. The queue specs run on Postgres only.',
    },
    {
      isThere: findChromium() !== null,
      required: process.env.CHASQUI_REQUIRE_CHROMIUM === '1',
      text: 'NOT TESTED IN A BROWSER: there is no Chromium on the PATH and no CHROMIUM_PATH. The browser specs are skipped.',
    },
  ];
  return wants.filter(({ isThere }) => !isThere);
}

function shout(text) {
  const colour = process.stdout.isTTY ? ['\u001B[1;33m', '\u001B[0m'] : ['', ''];
  console.log(`\n${colour[0]}!!! ${text}${colour[1]}\n`);
}

function runVitest(args) {
  const require = createRequire(import.meta.url);
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: root, stdio: 'inherit' });
  // Ctrl-C reaches vitest too; this process waits for it, to leave nothing behind.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on('error', () => done(1));
    child.on('close', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

function readTotals() {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file that cannot be loaded fails without a test of its own.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}
