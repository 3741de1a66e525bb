import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedPostgresError, EmbeddedPostgresInUseError } from './embedded-postgres.error.js';
import { failure, query, settings, Workbench } from './embedded-postgres.fixture.js';
import { openEmbeddedPostgres } from './embedded-postgres.js';
import { inspectProcess } from './running-process.js';
import { chooseSystemUser } from './system-user.js';

const serverUser = await chooseSystemUser();
/** Postgres minds the processes that it may signal: those of its own user. */
const asServerUser = serverUser === null ? {} : { uid: serverUser.uid, gid: serverUser.gid };

const bench = new Workbench();
const children: ChildProcess[] = [];

beforeAll(() => bench.open());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await bench.tidy();
});
afterAll(() => bench.close());

describe('an embedded Postgres', () => {
  beforeAll(() => {
    bench.dataDir = join(bench.folder, 'life');
  });

  it('is a UTF-8 database of its own behind a random password, on 127.0.0.1 alone', async () => {
    const postgres = await bench.start();
    expect(postgres.url).toMatch(
      new RegExp(`^postgres://chasqui:[\\w-]{32}@127\\.0\\.0\\.1:${postgres.port}/chasqui$`),
    );
    const [server] = await query(
      postgres.url,
      `select current_setting('server_encoding') encoding, current_setting('timezone') timezone, current_setting('fsync') fsync,
              current_setting('listen_addresses') addresses, current_setting('unix_socket_directories') sockets,
              current_setting('max_connections') connections, (select datcollate from pg_database where datname = 'chasqui') collation`,
    );
    expect(server).toEqual({
      encoding: 'UTF8',
      timezone: 'UTC',
      fsync: 'off',
      addresses: '127.0.0.1',
      sockets: '',
      connections: '200',
      collation: 'C',
    });
    await expect(query(postgres.url.replace(/:[\w-]{32}@/, ':guess@'), 'select 1')).rejects.toThrow('password');
    expect((await stat(join(bench.dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect(bench.lines).toEqual([]);
  });

  it('keeps its data over a stop and a start', async () => {
    const before = await bench.start();
    await query(before.url, 'create table kept as select 42 as answer');
    await Promise.all([before.stop(), before.stop()]);
    expect(await bench.serverPid()).toBe(0);
    await before.stop();
    const after = await bench.start();
    expect(await query(after.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('cuts the connections that are still open when it stops, and is gone when stop resolves', async () => {
    const postgres = await bench.start();
    const pid = await bench.serverPid();
    const client = new pg.Client(postgres.url);
    client.on('error', () => undefined);
    await client.connect();
    const cut = new Promise((done) => {
      client.once('end', done);
    });
    await postgres.stop();
    await cut;
    expect((await inspectProcess(pid)).state).toBe('gone');
  });

  it('says that it ended by itself when something else killed it, and recovers at the next start', async () => {
    const killed = await bench.start();
    await query(killed.url, 'create table survived as select 1 as one');
    process.kill(await bench.serverPid(), 'SIGKILL');
    await expect.poll(() => bench.lines.join('\n')).toContain('has ended by itself (SIGKILL)');
    await killed.stop();
    const recovered = await bench.start();
    expect(await query(recovered.url, 'select one from survived')).toEqual([{ one: 1 }]);
  });

  it('takes the next port when the wanted one is busy', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const busy = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const postgres = await bench.start({ port: busy });
      expect(postgres.port).toBeGreaterThan(busy);
      expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(bench.lines[0]).toBe(`Port ${busy} is busy; Postgres tries ${busy + 1}.`);
    } finally {
      squatter.close();
    }
  });

  it('refuses a second start on its folder with the process that has it, and is unharmed by that', async () => {
    const [one, two] = await Promise.allSettled([bench.start(), bench.start()]);
    const owner = [one, two].find((result) => result.status === 'fulfilled');
    const refused = [one, two].filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toBeInstanceOf(EmbeddedPostgresInUseError);
    expect(refused[0]?.reason).toMatchObject({ pid: process.pid, message: expect.stringContaining('already running') });
    expect(await query(owner?.value.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lends itself to the command line, whose stop leaves it running', async () => {
    const owner = await bench.start();
    const borrowed = await openEmbeddedPostgres({ dataDir: bench.dataDir });
    expect(borrowed.url).toBe(owner.url);
    await borrowed.stop();
    expect(await query(owner.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await owner.stop();
    const own = await openEmbeddedPostgres({ dataDir: bench.dataDir, settings });
    expect(await query(own.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await own.stop();
    expect(await bench.serverPid()).toBe(0);
  });

  it('names a wrong setting in the words of Postgres', async () => {
    const error = await failure(bench.start({ settings: { work_mem: 'lots' } }));
    expect(error).toBeInstanceOf(EmbeddedPostgresError);
    expect(error.message).toContain('invalid value for parameter "work_mem"');
    expect(error.message).toContain(join(bench.dataDir, 'postgres.log'));
    await bench.start();
  });

  describe('whose postmaster.pid was left behind', () => {
    const leave = async (pid: number): Promise<void> => {
      await bench.start().then((postgres) => postgres.stop());
      await writeFile(
        join(bench.dataDir, 'pgdata/postmaster.pid'),
        `${pid}\n${bench.dataDir}/pgdata\n1700000000\n5432\n\n127.0.0.1\n 1 2\nready   \n`,
      );
    };

    it('starts when the process is gone', async () => {
      const ended = spawn('true');
      await once(ended, 'exit');
      await leave(ended.pid ?? 0);
      expect(await query((await bench.start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('starts when the id belongs to another program now', async () => {
      const other = spawn('sleep', ['600'], { ...asServerUser, stdio: 'ignore' });
      children.push(other);
      await leave(other.pid ?? 0);
      expect(await query((await bench.start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(bench.lines.join('\n')).toContain(`names process ${other.pid}, which is not a server on this folder`);
    });

    it.runIf(process.platform === 'linux')('starts when the process is a zombie that nobody collects', async () => {
      // The shell becomes a program that never waits for its child.
      const script = 'sleep 500 & echo $!; exec sleep 600';
      const parent = spawn('sh', ['-c', script], { ...asServerUser, stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(parent);
      const [text] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = Number(text.toString());
      await expect.poll(async () => (await inspectProcess(parent.pid ?? 0)).command).toBe('sleep 600');
      process.kill(zombie, 'SIGKILL');
      await expect.poll(async () => (await inspectProcess(zombie)).state).toBe('zombie');
      await leave(zombie);
      expect(await query((await bench.start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(bench.lines.join('\n')).toContain(`names process ${zombie}, which is not a server on this folder`);
    });
  });
});

describe('a data folder', () => {
  it('in which making the database was interrupted is begun anew', async () => {
    bench.dataDir = join(bench.folder, 'interrupted');
    await mkdir(join(bench.dataDir, 'pgdata.draft-0badcafe/base'), { recursive: true });
    await writeFile(join(bench.dataDir, 'pgdata.draft-0badcafe/PG_VERSION'), '18\n');
    await writeFile(join(bench.dataDir, 'postgres-password'), 'of the interrupted one\n');
    await mkdir(join(bench.dataDir, 'pgdata'));
    const postgres = await bench.start();
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await readdir(bench.dataDir)).not.toContain('pgdata.draft-0badcafe');
  });

  it('with something else in pgdata is left alone', async () => {
    bench.dataDir = join(bench.folder, 'foreign');
    await mkdir(join(bench.dataDir, 'pgdata'), { recursive: true });
    await writeFile(join(bench.dataDir, 'pgdata/thesis.txt'), 'years of work');
    expect((await failure(bench.start())).message).toContain('is not a database folder and not empty');
    expect(await readFile(join(bench.dataDir, 'pgdata/thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('of another Postgres is refused with both versions', async () => {
    bench.dataDir = join(bench.folder, 'older');
    await mkdir(join(bench.dataDir, 'pgdata'), { recursive: true });
    await writeFile(join(bench.dataDir, 'pgdata/PG_VERSION'), '12\n');
    expect((await failure(bench.start())).message).toMatch(/was made by Postgres 12, and this is Postgres \d\d/);
  });

  it('without its password says which file is missing', async () => {
    bench.dataDir = join(bench.folder, 'forgotten');
    await (await bench.start()).stop();
    await rm(join(bench.dataDir, 'postgres-password'));
    expect((await failure(bench.start())).message).toContain(join(bench.dataDir, 'postgres-password'));
  });

  it('that came back from a backup with other owners and modes works again', async () => {
    bench.dataDir = join(bench.folder, 'restored');
    const before = await bench.start();
    await query(before.url, 'create table kept as select 1 as one');
    await before.stop();
    const copy = join(bench.folder, 'restored-copy');
    await run('cp', ['-R', bench.dataDir, copy]);
    await run('chmod', ['-R', 'go+rX', join(copy, 'pgdata')]);
    const after = await bench.start({ dataDir: copy });
    expect(await query(after.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });
});

describe.runIf(serverUser !== null)('root, under a private folder that nobody else can enter', () => {
  let home = '';

  beforeAll(async () => {
    home = join(bench.folder, 'root');
    await mkdir(home, { mode: 0o700 });
  });

  it('keeps the database elsewhere, finds it again, and says where it is', async () => {
    bench.dataDir = join(home, 'project/.chasqui');
    const before = await bench.start();
    await query(before.url, 'create table kept as select 1 as one');
    const pointer = await readFile(join(bench.dataDir, 'postgres-location'), 'utf8');
    const elsewhere = pointer.trim().split('\n').at(-1) ?? '';
    expect(elsewhere).toMatch(new RegExp(`^${bench.folder}/lib/[0-9a-f]{16}$`));
    expect(bench.lines).toEqual([expect.stringContaining(`The database lives in ${elsewhere}`)]);
    expect((await stat(join(elsewhere, 'pgdata'))).uid).not.toBe(0);
    expect((await failure(bench.start())).message).toContain('already running');
    const borrowed = await openEmbeddedPostgres({ dataDir: bench.dataDir });
    expect(borrowed.url).toBe(before.url);
    await before.stop();
    const after = await bench.start();
    expect(await query(after.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('begins anew when the data folder was deleted, and keeps what was there before', async () => {
    bench.dataDir = join(home, 'project/.chasqui');
    await rm(bench.dataDir, { recursive: true });
    const postgres = await bench.start();
    await expect(query(postgres.url, 'select one from kept')).rejects.toThrow('does not exist');
    expect(bench.lines[0]).toContain('.old-1; delete it when you like');
  });

  it('refuses to begin anew when only the database is gone', async () => {
    bench.dataDir = join(home, 'project/.chasqui');
    await rm(join(bench.folder, 'lib'), { recursive: true });
    const { message } = await failure(bench.start());
    expect(message).toContain('is no longer there');
    expect(message).toContain(`delete ${join(bench.dataDir, 'postgres-location')}`);
  });

  it('leaves somebody’s own database to that user', async () => {
    bench.dataDir = join(bench.folder, 'somebody');
    await (await bench.start()).stop();
    const somebody = 54_321;
    await run('chown', ['-R', `${somebody}:${somebody}`, bench.dataDir]);
    await chmod(bench.dataDir, 0o700);
    const postgres = await bench.start();
    expect((await stat(`/proc/${postgres.pid}`)).uid).toBe(somebody);
    expect(bench.lines).toEqual([]);
  });

  it('says what to open when the database is already in there', async () => {
    bench.dataDir = join(bench.folder, 'open/.chasqui');
    await (await bench.start()).stop();
    await chmod(join(bench.folder, 'open'), 0o700);
    expect((await failure(bench.start())).message).toContain('cannot be reached by the user');
    await chmod(join(bench.folder, 'open'), 0o755);
    await bench.start();
  });
});

async function run(command: string, args: string[]): Promise<void> {
  const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}
