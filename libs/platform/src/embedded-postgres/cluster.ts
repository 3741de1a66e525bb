import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ClusterHome } from './cluster-home.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { runProgram } from './postgres-program.js';
import type { SystemUser } from './system-user.js';

/** The one role, a superuser of a server that nobody else uses. */
export const ROLE = 'chasqui';

/**
 * The user that runs Postgres on a home (null: there is none yet). Data of another user than root's default stays that
 * user's: somebody's own, now started with sudo, or made before this machine got a user `postgres`.
 * Throws when we are not root and the data is not ours.
 */
export async function chooseServerUser(home: ClusterHome | null, user: SystemUser | null): Promise<SystemUser | null> {
  if (home === null || !existsSync(home.pgdata) || process.getuid === undefined) return user;
  const { uid, gid } = await stat(home.pgdata);
  if (user === null) {
    if (uid === process.getuid()) return null;
    throw new EmbeddedPostgresError(
      `The database in ${home.pgdata} belongs to the user with id ${uid}, and this process runs as ${process.getuid()}. ` +
        'Start it as the user who made it, or give the folder to yourself (chown -R).',
    );
  }
  return uid === 0 || uid === user.uid ? user : { name: `with id ${uid}`, uid, gid };
}

/** Makes the database folder if there is none, checks it if there is, and answers the password of ROLE. */
export async function ensureCluster(options: {
  home: ClusterHome;
  binaries: PostgresBinaries;
  user: SystemUser | null;
  /** false trades safety against power failure for speed (tests). */
  durable: boolean;
}): Promise<string> {
  const { home, binaries, user } = options;
  await removeDrafts(home);
  if (!(await hasCluster(home, binaries))) return createCluster(options);
  await restoreOwnership(home, user);
  return readPassword(home);
}

/** The password that `ensureCluster` made. Throws EmbeddedPostgresError when its file is gone or not ours to read. */
export async function readPassword(home: ClusterHome): Promise<string> {
  try {
    return (await readFile(home.passwordFile, 'utf8')).trim();
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The database in ${home.pgdata} cannot be opened without its password in ${home.passwordFile}: ` +
        `${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

async function hasCluster(home: ClusterHome, binaries: PostgresBinaries): Promise<boolean> {
  if (!existsSync(home.pgdata)) return false;
  const version = (await readFile(join(home.pgdata, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (version === '') {
    if ((await readdir(home.pgdata)).length > 0) {
      throw new EmbeddedPostgresError(`${home.pgdata} is not a database folder and not empty. Move it out of the way.`);
    }
    await rmdir(home.pgdata);
    return false;
  }
  if (version === binaries.majorVersion) return true;
  throw new EmbeddedPostgresError(
    `The database in ${home.pgdata} was made by Postgres ${version}, and this is Postgres ${binaries.majorVersion}. ` +
      'Install the version of Chasqui that made it and move the data with pg_dump, or set CHASQUI_DATA_DIR to a new folder.',
  );
}

/**
 * initdb into a folder of another name, renamed when it is complete: what bears the name `pgdata` is whole. Every
 * attempt has a name of its own, as the initdb of a killed predecessor may still be writing into the last one.
 */
async function createCluster(options: {
  home: ClusterHome;
  binaries: PostgresBinaries;
  user: SystemUser | null;
  durable: boolean;
}): Promise<string> {
  const { home, binaries, user, durable } = options;
  const password = randomBytes(24).toString('base64url');
  await writeFile(home.passwordFile, `${password}\n`, { mode: 0o600, flush: true });
  await chmod(home.passwordFile, 0o600);
  const draft = `${home.pgdata}.draft-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o700 });
  if (user !== null) {
    // initdb reads the file as that user; root reads it anyway.
    for (const path of [draft, home.passwordFile]) await chown(path, user.uid, user.gid);
  }
  try {
    const locale = ['--encoding=UTF8', '--locale=C'];
    const access = [`--username=${ROLE}`, '--auth=scram-sha-256', `--pwfile=${home.passwordFile}`];
    const speed = durable ? [] : ['--no-sync'];
    const { exitCode, output } = await runProgram(
      binaries.initdb,
      ['-D', draft, ...locale, ...access, ...speed, '--no-instructions'],
      user,
    );
    if (exitCode !== 0) {
      throw new EmbeddedPostgresError(
        `initdb could not make a database in ${draft}: ${output.trim().split('\n').slice(-4).join(' ')}`,
      );
    }
    await rename(draft, home.pgdata);
    await syncDirectory(home.directory);
    return password;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Without this a power failure could undo the rename and leave the data under the name of a draft. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeDrafts(home: ClusterHome): Promise<void> {
  const prefix = `${basename(home.pgdata)}.draft-`;
  const drafts = (await readdir(home.directory)).filter((name) => name.startsWith(prefix));
  for (const name of drafts) {
    // One that an orphaned initdb still writes to may resist; the next start removes it.
    await rm(join(dirname(home.pgdata), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A folder that was copied or restored by root is root's and open, and Postgres insists on the opposite. */
async function restoreOwnership(home: ClusterHome, user: SystemUser | null): Promise<void> {
  const { uid, mode } = await stat(home.pgdata);
  if (user !== null && uid === 0) await giveTo(home.pgdata, user);
  if ((mode & 0o777) !== 0o700 && process.platform !== 'win32') await chmod(home.pgdata, 0o700);
}

async function giveTo(path: string, user: SystemUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await giveTo(child, user);
    else await lchown(child, user.uid, user.gid);
  }
}
