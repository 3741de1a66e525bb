import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { canEnter, type SystemUser } from './system-user.js';

/** Where the database of a data folder lives: in the folder itself, or where its pointer file says. */
export interface ClusterHome {
  readonly directory: string;
  /** Postgres's own folder; exists only when it is complete. */
  readonly pgdata: string;
  /** Password of the one role, outside `pgdata`. */
  readonly passwordFile: string;
}

const POINTER = 'postgres-location';

/** Folder in which root keeps what must be reachable by the user that runs Postgres. Survives reboots, unlike /tmp. */
export const DEFAULT_FALLBACK_ROOT = '/var/lib/chasqui';

/**
 * Creates the data folder if need be and answers its real path. Root makes it enterable by others, as Postgres
 * runs as somebody else; its files have modes of their own. `standalone` calls this before it puts its keys there.
 */
export async function prepareDataDirectory(dataDir: string): Promise<string> {
  const asRoot = process.getuid?.() === 0;
  const mode = asRoot ? 0o755 : 0o700;
  const created = await mkdir(dataDir, { recursive: true, mode });
  // A strict umask would take the bits away again.
  if (created !== undefined && asRoot) await chmod(dataDir, mode);
  return realpath(dataDir);
}

/**
 * A data folder for a demonstration or a test, which whoever asked for it removes. What mkdtemp makes is private, so
 * that root's Postgres could not live in it and would leave its data in DEFAULT_FALLBACK_ROOT.
 */
export async function temporaryDataDirectory(): Promise<string> {
  const asRoot = process.getuid?.() === 0;
  // Root's own temporary folder may be private too.
  const directory = await mkdtemp(join(asRoot ? '/var/tmp' : tmpdir(), 'chasqui-'));
  if (asRoot) await chmod(directory, 0o755);
  return realpath(directory);
}

/** The home that an earlier start chose, or null when there was none. Throws when it was there and is gone. */
export async function findClusterHome(dataDir: string): Promise<ClusterHome | null> {
  const elsewhere = await readPointer(dataDir);
  if (elsewhere === null) return existsSync(join(dataDir, 'pgdata')) ? homeIn(dataDir) : null;
  if (existsSync(elsewhere)) return homeIn(elsewhere);
  throw new EmbeddedPostgresError(
    `The database of ${dataDir} was in ${elsewhere} and is no longer there. ` +
      `Restore that folder; or delete ${join(dataDir, POINTER)} to begin with an empty database.`,
  );
}

/**
 * The home for `user` (null: ourselves): the data folder wherever that user can enter it. Where root runs a project
 * under its private home nobody else can, and the database goes to `<fallbackRoot>/<hash of the path>`, with a
 * pointer in the data folder. Data that is already in the folder is never looked for elsewhere.
 */
export async function chooseClusterHome(options: {
  dataDir: string;
  /** What `findClusterHome` answered. */
  found: ClusterHome | null;
  user: SystemUser | null;
  fallbackRoot: string;
  log: (line: string) => void;
}): Promise<ClusterHome> {
  const { dataDir, found, user, fallbackRoot, log } = options;
  if (user === null) return found ?? homeIn(dataDir);
  const directory = found?.directory ?? dataDir;
  if (await canEnter(directory, user)) return homeIn(directory);
  if (found !== null) {
    throw new EmbeddedPostgresError(
      `The database in ${directory} cannot be reached by the user ${user.name}, who runs Postgres when root starts it. ` +
        'Make every folder above it enterable (chmod o+x).',
    );
  }
  const elsewhere = join(fallbackRoot, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  await mkdir(fallbackRoot, { recursive: true });
  await setAside(elsewhere, log);
  await mkdir(elsewhere, { recursive: true });
  await chmod(elsewhere, 0o755);
  if (!(await canEnter(elsewhere, user))) {
    throw new EmbeddedPostgresError(
      `Neither ${dataDir} nor ${elsewhere} can be reached by the user ${user.name}, who runs Postgres when root starts it. ` +
        'Set CHASQUI_DATA_DIR to a folder that everyone may enter, or DATABASE_URL to a Postgres of your own.',
    );
  }
  const pointer = `# The database of this folder. The user ${user.name}, who runs Postgres, cannot enter the folder itself.\n${elsewhere}\n`;
  await writeFile(join(dataDir, POINTER), pointer, { flush: true });
  log(`The database lives in ${elsewhere}: the user ${user.name}, who runs Postgres, cannot enter ${dataDir}.`);
  return homeIn(elsewhere);
}

function homeIn(directory: string): ClusterHome {
  return {
    directory,
    pgdata: join(directory, 'pgdata'),
    passwordFile: join(directory, 'postgres-password'),
  };
}

async function readPointer(dataDir: string): Promise<string | null> {
  const file = join(dataDir, POINTER);
  if (!existsSync(file)) return null;
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#')) ?? null;
}

/**
 * A home without a pointer to it belonged to a data folder that somebody deleted in order to begin anew: the keys
 * are gone with the folder. It is kept, under a name that says so, as deleting data is not ours.
 */
async function setAside(directory: string, log: (line: string) => void): Promise<void> {
  const leftover = existsSync(directory) && (await readdir(directory)).length > 0;
  if (!leftover) return;
  let number = 1;
  while (existsSync(`${directory}.old-${number}`)) number += 1;
  await rename(directory, `${directory}.old-${number}`);
  log(
    `An earlier database, whose data folder was deleted, is kept in ${directory}.old-${number}; delete it when you like.`,
  );
}
