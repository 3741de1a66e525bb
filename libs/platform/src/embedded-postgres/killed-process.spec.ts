import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedPostgresInUseError } from './embedded-postgres.error.js';
import { failure, query, settings, Workbench } from './embedded-postgres.fixture.js';
import type { EmbeddedPostgresOptions } from './embedded-postgres.js';
import { inspectProcess } from './running-process.js';

const bench = new Workbench();
const children: ChildProcess[] = [];

beforeAll(() => bench.open());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await bench.tidy();
});
afterAll(() => bench.close());

describe('a process that was killed', () => {
  let compiled = '';

  beforeAll(async () => {
    bench.dataDir = join(bench.folder, 'killed');
    // Below the project, so that the compiled copy finds node_modules.
    const root = resolve(import.meta.dirname, '../../../..');
    await mkdir(join(root, '.vitest'), { recursive: true });
    compiled = await mkdtemp(join(root, '.vitest/embedded-postgres-'));
    await writeFile(join(compiled, 'package.json'), '{"type":"module"}');
    for (const name of await readdir(import.meta.dirname)) {
      if (!name.endsWith('.ts') || /\.(spec|fixture)\.ts$/.test(name)) continue;
      const { outputText } = ts.transpileModule(await readFile(join(import.meta.dirname, name), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
      });
      await writeFile(join(compiled, name.replace(/\.ts$/, '.js')), outputText);
    }
    await writeFile(
      join(compiled, 'main.js'),
      `import { startEmbeddedPostgres } from './embedded-postgres.js';
       try {
         const postgres = await startEmbeddedPostgres(JSON.parse(process.argv[2]));
         console.log(JSON.stringify({ url: postgres.url }));
         setInterval(() => {}, 1000);
       } catch (error) {
         console.log(JSON.stringify({ refused: error.message, pid: error.pid ?? null }));
       }`,
    );
  });

  afterAll(() => rm(compiled, { recursive: true, force: true }));

  /** Another process that starts Postgres on the folder; it lives until it is killed, or ends when refused. */
  function launch(more: Partial<EmbeddedPostgresOptions> = {}): {
    child: ChildProcess;
    said: Promise<{ url?: string; refused?: string; pid?: number }>;
  } {
    const options = { dataDir: bench.dataDir, settings, fallbackRoot: join(bench.folder, 'lib'), ...more };
    const child = spawn(process.execPath, [join(compiled, 'main.js'), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // As a shell starts it: with a process group that Ctrl-C reaches.
      detached: true,
    });
    children.push(child);
    const said = once(child.stdout, 'data').then(([text]) => JSON.parse(String(text)));
    return { child, said };
  }

  async function kill(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  it('leaves a server that the next start uses again and stops', async () => {
    const { child, said } = launch();
    const { url = '' } = await said;
    await query(url, 'create table kept as select 1 as one');
    const pid = await bench.serverPid();
    await kill(child);
    const client = new pg.Client(url);
    await client.connect();
    client.on('error', () => undefined);

    const next = await bench.start();
    expect(next.url).toBe(url);
    expect(await bench.serverPid()).toBe(pid);
    expect(bench.lines).toEqual([`Postgres was still running (process ${pid}, port ${next.port}) and is used again.`]);
    expect(await query(next.url, 'select one from kept')).toEqual([{ one: 1 }]);
    await Promise.all([next.stop(), next.stop()]);
    expect(['gone', 'zombie']).toContain((await inspectProcess(pid)).state);
    expect(await bench.serverPid()).toBe(0);
  });

  it('by a Ctrl-C in its terminal leaves the server to those who still use it', async () => {
    const { child, said } = launch();
    await said;
    const pid = await bench.serverPid();
    const exit = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await exit;
    await bench.start();
    expect(await bench.serverPid()).toBe(pid);
    expect(bench.lines).toEqual([expect.stringContaining('was still running')]);
  });

  it.runIf(process.platform !== 'win32')('takes the server with it where that was asked for', async () => {
    const { child, said } = launch({ endWithProcess: true });
    await said;
    const pid = await bench.serverPid();
    await kill(child);
    await expect.poll(async () => (await inspectProcess(pid)).state, { timeout: 20_000 }).not.toBe('running');
    await (await bench.start({ endWithProcess: true })).stop();
    expect(bench.lines).toEqual([]);
  });

  it('leaves a server that is found again after somebody moved the folder', async () => {
    const { child, said } = launch();
    const { url } = await said;
    const pid = await bench.serverPid();
    await kill(child);
    const moved = join(bench.folder, 'moved');
    await rename(bench.dataDir, moved);
    bench.dataDir = moved;
    const next = await bench.start();
    expect(next.url).toBe(url);
    await next.stop();
    expect((await inspectProcess(pid)).state).not.toBe('running');
  });

  it('is told from one that lives, which keeps the folder to itself', async () => {
    const { child, said } = launch();
    await said;
    const error = await failure(bench.start());
    expect(error).toBeInstanceOf(EmbeddedPostgresInUseError);
    expect(error).toMatchObject({ pid: child.pid, message: expect.stringContaining(`as process ${child.pid}`) });
    await kill(child);
    await (await bench.start()).stop();
  });

  it('may be followed by several at once, of which one gets the folder', async () => {
    const { child, said } = launch();
    await said;
    await kill(child);
    const rivals = [launch(), launch(), launch(), launch()];
    const outcomes = await Promise.all(rivals.map(({ said: outcome }) => outcome));
    const winners = rivals.filter((_, at) => outcomes[at]?.url !== undefined);
    expect(winners).toHaveLength(1);
    expect(outcomes.filter(({ pid }) => pid === winners[0]?.child.pid)).toHaveLength(3);
    await Promise.all(winners.map((winner) => kill(winner.child)));
    await (await bench.start()).stop();
  });

  it('leaves nothing wrong, whenever it is killed during its first start', async () => {
    bench.dataDir = join(bench.folder, 'killed-early');
    for (const sign of ['postgres.lock', 'postgres-password', 'pgdata', 'pgdata/postmaster.pid']) {
      const { child, said } = launch();
      said.catch(() => undefined);
      await expect.poll(() => existsSync(join(bench.dataDir, sign)), { interval: 1, timeout: 20_000 }).toBe(true);
      await kill(child);
    }
    const postgres = await bench.start();
    expect(await query(postgres.url, 'select current_database() as name')).toEqual([{ name: 'chasqui' }]);
  });
});
