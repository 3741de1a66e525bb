#!/usr/bin/env node
// Compiles the packages, each into its own dist, and apps and libs into dist, only when a source changed since the last
// time. `--force` starts from nothing.
// Says nothing when there is nothing to do. Exit code 1 when the sources do not compile.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
/** In this order: apps read the declarations of packages. */
const projects = ['packages/client/tsconfig.json', 'tsconfig.build.json'].filter((file) =>
  existsSync(join(root, file)),
);
/** Where compiled files lie, and where their sources do. */
const outputs = [
  { compiled: join(root, 'packages/client/dist'), source: join(root, 'packages/client/src') },
  { compiled: join(dist, 'apps'), source: join(root, 'apps') },
  { compiled: join(dist, 'libs'), source: join(root, 'libs') },
];
const stampFile = join(dist, '.stamp');
/** Outside of dist, which a forced build removes; one per checkout. */
const lockFolder = join(tmpdir(), `chasqui-build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);

/** Brings dist up to date. Returns false when that was not possible; the reason is on stderr. */
export function build({ force = false } = {}) {
  const sources = listSources();
  // A Docker layer that installs packages before the sources are copied: nothing to build yet.
  if (sources.length === 0) return true;
  if (!force && readStamp() === digestOf(sources)) return true;
  const compiler = findCompiler();
  if (compiler === null) return withoutCompiler();
  return locked(() => {
    // Whoever held the lock may have built what we wanted.
    if (!force && readStamp() === digestOf(listSources())) return true;
    return compile(compiler, force);
  });
}

function compile(compiler, force) {
  // Taken before compiling: what changes meanwhile makes the next build run again.
  const digest = digestOf(listSources());
  process.stderr.write('Compiling packages, apps and libs …\n');
  if (force)
    for (const folder of [dist, ...outputs.map(({ compiled }) => compiled)])
      rmSync(folder, { recursive: true, force: true });
  if (!projects.every((project) => compileProject(compiler, project))) {
    process.stderr.write('The sources do not compile: mend what stands above and run it again.\n');
    return false;
  }
  copyAssets();
  removeOrphans();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, digest);
  return true;
}

function compileProject(compiler, project) {
  const args = [compiler, '-p', project, '--pretty', String(Boolean(process.stderr.isTTY))];
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

/** Everything that decides what dist contains, in a fixed order. */
function listSources() {
  const trees = ['apps', 'libs', 'packages'].flatMap((folder) => listFiles(join(root, folder))).filter(isBuilt);
  if (trees.length === 0) return [];
  const settings = ['tsconfig.json', ...projects, 'package.json'].map((name) => join(root, name));
  return [...settings.filter((file) => existsSync(file)), ...trees].sort();
}

/** The same as `include` and `exclude` of the projects. */
function isBuilt(file) {
  const path = toPosix(relative(root, file));
  return (
    /^(apps|libs|packages)\/[^/]+\/src\//.test(path) &&
    !/\.(spec|fixture)\.ts$/.test(path) &&
    !path.startsWith('libs/testing/')
  );
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Contents, not times: a checkout, a copy or a container layer changes times and nothing else. */
function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(toPosix(relative(root, file)))
      .update('\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
}

/** TypeScript may be there as somebody's peer while the type packages are not (npm ci --omit=dev): both are needed. */
function findCompiler() {
  const require = createRequire(join(root, 'package.json'));
  try {
    require.resolve('@types/node/package.json');
    return join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  } catch {
    return null;
  }
}

function withoutCompiler() {
  // Installed with --omit=dev beside a dist that was built elsewhere: that dist is what shall run.
  if (existsSync(stampFile)) return true;
  process.stderr.write(
    'There is no dist and no TypeScript to build one: it was installed with --omit=dev.\n' +
      'Run `npm ci` with the development packages once, or copy dist from where it was built.\n',
  );
  return false;
}

/** What the compiler does not carry over: pages, styles, scripts for browsers, pictures, tables. */
function copyAssets() {
  for (const file of listSources()) {
    const path = relative(root, file);
    if (!isBuilt(file) || file.endsWith('.ts') || path.startsWith('packages')) continue;
    const target = join(dist, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
}

/** A compiled file whose source is gone would still be imported: a migration, a page. */
function removeOrphans() {
  for (const { compiled, source } of outputs) {
    for (const file of listFiles(compiled)) {
      const path = join(source, relative(compiled, file));
      const typescript = path.replace(/(\.d\.ts|\.js|\.js\.map|\.d\.ts\.map)$/, '.ts');
      if (![path, typescript].some((candidate) => existsSync(candidate) && isBuilt(candidate))) rmSync(file);
    }
  }
}

/** Two commands started at once build once: the second waits. A lock whose owner is dead is taken over. */
function locked(work) {
  while (!takeLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    return work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function takeLock() {
  try {
    mkdirSync(lockFolder);
    writeFileSync(join(lockFolder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isOwnerAlive()) rmSync(lockFolder, { recursive: true, force: true });
    return false;
  }
}

function isOwnerAlive() {
  try {
    const pid = Number(readFileSync(join(lockFolder, 'pid'), 'utf8'));
    // Between mkdir and write the file is empty for a moment.
    if (!Number.isInteger(pid) || pid <= 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'ENOENT' || error.code === 'EPERM';
  }
}

function toPosix(path) {
  return path.replaceAll('\\', '/');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = build({ force: process.argv.includes('--force') }) ? 0 : 1;
}
