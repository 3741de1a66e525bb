#!/usr/bin/env node
// npm run check: everything that can be judged without running the product. Every step runs, whatever came before;
// `npm run check -- lint types` runs only the named ones. Exit code 1 when a step failed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCompose } from './checks/compose.mjs';
import { checkEnvironmentExample } from './checks/environment-example.mjs';
import { checkHouseRules } from './checks/house-rules.mjs';
import { checkLicences } from './checks/licences.mjs';
import { checkMigrations } from './checks/migrations.mjs';
import { checkClientTypes } from './client-types.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** A step answers with its problems, one text each; none means ok. */
const steps = [
  { name: 'format', run: () => tool('prettier', 'bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']) },
  { name: 'lint', run: () => tool('oxlint', 'bin/oxlint', ['--deny-warnings', '.']) },
  { name: 'house-rules', run: () => checkHouseRules(root) },
  {
    name: 'boundaries',
    run: () =>
      tool('dependency-cruiser', 'bin/dependency-cruise.mjs', [
        '--config',
        '.dependency-cruiser.cjs',
        'apps',
        'libs',
        'packages',
        'examples',
        'test',
      ]),
  },
  { name: 'licences', run: () => checkLicences(root) },
  { name: 'client-types', run: checkClientTypes },
  { name: 'types', run: () => tool('typescript', 'bin/tsc', ['--noEmit', '-p', 'tsconfig.json']) },
  { name: 'build', run: () => node([join(root, 'scripts', 'build.mjs')]) },
  // Read as those who copy them do: with the compiled client.
  { name: 'examples', needs: 'build', run: checkExamples },
  // These three look at the compiled libraries.
  { name: 'migrations', needs: 'build', run: () => checkMigrations(root) },
  { name: 'env-example', needs: 'build', run: () => checkEnvironmentExample(root) },
  { name: 'compose', needs: 'build', run: () => checkCompose(root) },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(64);
}

const failed = [];
for (const step of steps.filter(isWanted)) await runStep(step);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
else console.log('\nall checks passed');
// A step may have left a handle behind; the verdict is in.
process.exit(failed.length > 0 ? 1 : 0);

function isWanted({ name }) {
  if (wanted.length === 0 || wanted.includes(name)) return true;
  return steps.some((step) => step.needs === name && wanted.includes(step.name));
}

async function runStep(step) {
  const startedAt = performance.now();
  const problems = failed.includes(step.needs) ? [`not run: ${step.needs} failed`] : await problemsOf(step);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(12)} ${seconds.padStart(5)} s`);
  if (problems.length === 0) return;
  failed.push(step.name);
  for (const problem of problems) console.log(problem.trimEnd().replace(/^/gm, '    '));
}

async function problemsOf(step) {
  try {
    return await step.run();
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

/** The examples that have types of their own, and the small ones beside them. */
async function checkExamples() {
  const folders = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const projects = ['examples', ...folders.map(({ name }) => join('examples', name))];
  const problems = [];
  for (const project of projects.filter((folder) => existsSync(join(root, folder, 'tsconfig.json'))))
    problems.push(...(await tool('typescript', 'bin/tsc', ['-p', project])));
  return problems;
}

function tool(packageName, file, args) {
  return node([join(folderOf(packageName), file), ...args]);
}

/** Not every package lets its package.json be required; its folder is where the search for it would look. */
function folderOf(packageName) {
  const folders = require.resolve.paths(packageName) ?? [];
  const found = folders
    .map((folder) => join(folder, packageName))
    .find((folder) => existsSync(join(folder, 'package.json')));
  if (found === undefined) throw new Error(`${packageName} is not installed: run npm ci.`);
  return found;
}

function node(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done([error.message]));
    child.on('close', (code) => done(code === 0 ? [] : [output || `ended with exit code ${code}`]));
  });
}
