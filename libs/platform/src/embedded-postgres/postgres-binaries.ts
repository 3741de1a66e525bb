import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { runProgram } from './postgres-program.js';
import type { SystemUser } from './system-user.js';

/** Postgres programs that were seen to run here as the user that will run them. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** "18" of Postgres 18.4: data of another one cannot be read. */
  readonly majorVersion: string;
}

const ELSE = 'Set DATABASE_URL to a Postgres of your own.';

/** The folder `native` of the installed package with the binaries for this platform. */
export function findNativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded Postgres here: the package ${name} is not installed (it exists for Linux with glibc, macOS ` +
        `and Windows, and npm leaves it out with --omit=optional). ${ELSE}`,
      { cause: error },
    );
  }
}

/**
 * Makes the binaries runnable for `user` and proves it by running one. What npm may have left undone is done here
 * (symbolic links, when install scripts were off). Where they cannot run in place, because the project lies under a
 * private home, on a read-only or a noexec disk, a copy is made in the first of `copyTo` that works, and kept.
 */
export async function prepareBinaries(options: {
  nativeDirectory: string;
  user: SystemUser | null;
  copyTo: readonly string[];
  log: (line: string) => void;
}): Promise<PostgresBinaries> {
  const { nativeDirectory, user, copyTo, log } = options;
  const reasons: string[] = [];
  const inPlace = await tryBinaries(nativeDirectory, user);
  if (inPlace.kind === 'runnable') return inPlace.binaries;
  reasons.push(inPlace.reason);
  const name = await copyName(nativeDirectory);
  for (const directory of copyTo) {
    const copy = join(directory, name);
    try {
      await makeOwnDirectory(directory);
      if (!existsSync(copy)) {
        await copyBinaries({ from: nativeDirectory, to: copy });
        log(`Postgres was copied to ${copy}, as it cannot run in place: ${inPlace.reason}`);
      }
      await assertOwn(copy);
      const copied = await tryBinaries(copy, user);
      if (copied.kind === 'runnable') return copied.binaries;
      reasons.push(copied.reason);
      // A cleaner of temporary files may have eaten of it: the next start makes a whole one.
      await rm(copy, { recursive: true, force: true });
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  const who = user === null ? '' : ` as the user ${user.name}`;
  throw new EmbeddedPostgresError(`The embedded Postgres does not run${who}: ${reasons.join('; ')}. ${ELSE}`);
}

type Attempt = { kind: 'runnable'; binaries: PostgresBinaries } | { kind: 'not_runnable'; reason: string };

async function tryBinaries(nativeDirectory: string, user: SystemUser | null): Promise<Attempt> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(nativeDirectory, 'bin', `${name}${suffix}`);
  const postgres = program('postgres');
  try {
    await restoreLinks(nativeDirectory);
    const { exitCode, output } = await runProgram(postgres, ['--version'], user);
    const majorVersion = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
    if (exitCode !== 0 || majorVersion === undefined) {
      return { kind: 'not_runnable', reason: `${postgres} says: ${output.trim().split('\n').slice(0, 3).join(' ')}` };
    }
    return {
      kind: 'runnable',
      binaries: { postgres, initdb: program('initdb'), pgCtl: program('pg_ctl'), majorVersion },
    };
  } catch (error) {
    // The kernel says ENOENT of a file that exists when the loader it names does not: glibc is missing.
    const isSpawn = error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
    if (isSpawn && 'code' in error && error.code === 'ENOENT' && existsSync(postgres)) {
      throw new EmbeddedPostgresError(
        `There is no embedded Postgres for this Linux: it needs glibc (Alpine has musl). ${ELSE}`,
        {
          cause: error,
        },
      );
    }
    return { kind: 'not_runnable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The package lists its symbolic links, since npm packages cannot hold any; its install script may not have run. */
async function restoreLinks(nativeDirectory: string): Promise<void> {
  const text = await readFile(join(nativeDirectory, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) return;
  for (const entry of links as unknown[]) {
    if (!isLink(entry)) continue;
    // The list counts from the package, whose folder `native` has another name in a copy.
    const target = join(nativeDirectory, relative('native', entry.target));
    try {
      await lstat(target);
    } catch {
      const source = relative(dirname(entry.target), entry.source);
      await symlink(source, target).catch((error: unknown) => {
        // Two processes may be at it at the same time.
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      });
    }
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}

async function copyName(nativeDirectory: string): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(nativeDirectory, '..', 'package.json'), 'utf8').catch(() => '{}'),
  );
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  return `postgres-${process.platform}-${process.arch}-${version}`;
}

/** Copies under another name first, so that a copy that exists is whole; readable by everyone, writable by us. */
async function copyBinaries({ from, to }: { from: string; to: string }): Promise<void> {
  const draft = `${to}.${randomUUID()}`;
  try {
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    await openToAll(draft);
    await rename(draft, to).catch((error: unknown) => {
      if (!existsSync(to)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, directory.endsWith('bin') ? 0o755 : 0o644);
  }
}

/** A folder of ours for copies. In a shared /tmp somebody may have put one there first, with programs of their own. */
async function makeOwnDirectory(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true });
  if (created !== undefined) await chmod(directory, 0o755);
  await assertOwn(directory);
}

async function assertOwn(path: string): Promise<void> {
  const { uid, mode } = await lstat(path);
  const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  if (!own) throw new EmbeddedPostgresError(`${path} can be written by others and is not used`);
}
