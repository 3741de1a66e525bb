import { chmod, cp, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDataDirectory } from './cluster-home.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { findNativeDirectory, prepareBinaries } from './postgres-binaries.js';
import { canEnter, chooseSystemUser } from './system-user.js';

const user = await chooseSystemUser();
/** Not when root runs the tests of a project under its own home. */
const reachable = user === null || (await canEnter(findNativeDirectory(), user));

let folder = '';
let lines: string[] = [];
const log = (line: string): void => void lines.push(line);

beforeAll(async () => {
  folder = await temporaryDataDirectory();
});
afterEach(() => {
  lines = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The installed package as npm leaves it with --ignore-scripts: without its symbolic links. */
async function unlinkedCopy(name: string): Promise<string> {
  const native = join(folder, name, 'native');
  await cp(join(findNativeDirectory(), '..'), join(folder, name), { recursive: true, verbatimSymlinks: true });
  for (const entry of await readdir(join(native, 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(native, 'lib', entry.name));
  }
  return native;
}

async function manifestLinks(native: string): Promise<string[]> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  return links.map(({ target }) => join(native, '..', target));
}

describe('the binaries of Postgres', () => {
  it.runIf(reachable)('run where npm put them, and nothing is copied', async () => {
    const binaries = await prepareBinaries({
      nativeDirectory: findNativeDirectory(),
      user,
      copyTo: [join(folder, 'no')],
      log,
    });
    expect(Number(binaries.majorVersion)).toBeGreaterThanOrEqual(18);
    expect(binaries.postgres.startsWith(findNativeDirectory())).toBe(true);
    expect(lines).toEqual([]);
  });

  it('get the links that an install without scripts left out, and serve a database with them', async () => {
    const nativeDirectory = await unlinkedCopy('unlinked');
    await Promise.all([1, 2, 3].map(() => prepareBinaries({ nativeDirectory, user, copyTo: [], log })));
    for (const link of await manifestLinks(nativeDirectory)) {
      expect((await lstat(link)).isSymbolicLink(), link).toBe(true);
    }
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      nativeDirectory,
      settings: { fsync: 'off' },
    });
    await postgres.stop();
  });

  it.runIf(user !== null)('run from one whole copy when the project lies where only root can go', async () => {
    await mkdir(join(folder, 'private'), { mode: 0o700 });
    const nativeDirectory = await unlinkedCopy('private/project');
    const copyTo = [join(folder, 'lib')];
    const all = await Promise.all([1, 2, 3].map(() => prepareBinaries({ nativeDirectory, user, copyTo, log })));
    const copies = await readdir(join(folder, 'lib'));
    expect(copies).toHaveLength(1);
    expect(all[0]?.postgres).toBe(join(folder, 'lib', copies[0] ?? '', 'bin/postgres'));
    expect(lines[0]).toContain('EACCES');
    await prepareBinaries({ nativeDirectory, user, copyTo, log });
    expect(await readdir(join(folder, 'lib'))).toEqual(copies);
  });

  it.runIf(user !== null)('are copied readable, whatever the umask of the install was', async () => {
    const nativeDirectory = await unlinkedCopy('private/strict');
    await chmod(join(nativeDirectory, 'bin'), 0o700);
    await chmod(join(nativeDirectory, 'lib/libpq.so.5.18'), 0o600).catch(() => undefined);
    const copyTo = [join(folder, 'strict')];
    const { postgres } = await prepareBinaries({ nativeDirectory, user, copyTo, log });
    expect(postgres).toContain(join(folder, 'strict'));
  });

  it.runIf(user !== null)('are copied again after a cleaner of temporary files has eaten of the copy', async () => {
    const nativeDirectory = join(folder, 'private/project/native');
    const copyTo = [join(folder, 'eaten')];
    const { postgres } = await prepareBinaries({ nativeDirectory, user, copyTo, log });
    await rm(join(postgres, '../../lib'), { recursive: true });
    await expect(prepareBinaries({ nativeDirectory, user, copyTo, log })).rejects.toThrow(EmbeddedPostgresError);
    await prepareBinaries({ nativeDirectory, user, copyTo, log });
  });

  it.runIf(user !== null)('are not taken from a folder that others can write, as /tmp is', async () => {
    const nativeDirectory = join(folder, 'private/project/native');
    const shared = join(folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o777);
    const { postgres } = await prepareBinaries({ nativeDirectory, user, copyTo: [shared, join(folder, 'lib')], log });
    expect(postgres).toContain(join(folder, 'lib'));
    expect(await readdir(shared)).toEqual([]);
    const linked = join(folder, 'linked');
    await symlink(shared, linked);
    await expect(prepareBinaries({ nativeDirectory, user, copyTo: [linked], log })).rejects.toThrow(
      'can be written by others',
    );
  });
});

describe('without binaries', () => {
  const { arch } = process;
  afterEach(() => {
    Object.defineProperty(process, 'arch', { value: arch });
  });

  it('for this platform, one sentence says what to set instead', () => {
    Object.defineProperty(process, 'arch', { value: 's390x' });
    expect(() => findNativeDirectory()).toThrow(EmbeddedPostgresError);
    expect(() => findNativeDirectory()).toThrow(/@embedded-postgres\/\w+-s390x is not installed.*DATABASE_URL/);
  });

  it.runIf(process.platform === 'linux')('that this libc can load, one sentence says so', async () => {
    const nativeDirectory = join(folder, 'musl/native');
    await mkdir(join(nativeDirectory, 'bin'), { recursive: true });
    // A missing interpreter looks to the kernel like the missing loader of glibc.
    await writeFile(join(nativeDirectory, 'bin/postgres'), '#!/lib64/no-such-loader.so\n', { mode: 0o755 });
    const attempt = prepareBinaries({ nativeDirectory, user, copyTo: [join(folder, 'never')], log });
    await expect(attempt).rejects.toThrow(/needs glibc \(Alpine has musl\)\. Set DATABASE_URL/);
  });

  it('that run, the words of the system are passed on', async () => {
    const nativeDirectory = join(folder, 'broken/native');
    await mkdir(join(nativeDirectory, 'bin'), { recursive: true });
    await writeFile(join(nativeDirectory, 'bin/postgres'), '#!/bin/sh\necho "libicu is missing" >&2; exit 127\n', {
      mode: 0o755,
    });
    const attempt = prepareBinaries({ nativeDirectory, user, copyTo: [], log });
    await expect(attempt).rejects.toThrow(/does not run.*libicu is missing.*DATABASE_URL/);
  });
});
