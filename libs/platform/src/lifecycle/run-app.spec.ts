import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** Signals and exit codes are a process' own: every test runs a small app in a process of its own. */
describe('runApp', () => {
  const root = resolve(import.meta.dirname, '../../../..');
  const sources = resolve(import.meta.dirname, '..');
  let folder = '';
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    // Below the project, so that the compiled copy finds node_modules.
    await mkdir(join(root, '.vitest'), { recursive: true });
    folder = await mkdtemp(join(root, '.vitest/run-app-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await compile(sources, folder);
  });

  afterEach(() => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs a main.ts whose `start` has this body. Resolves nothing until asked: see `output` and `exit`. */
  async function run(body: string, env: Record<string, string> = {}): Promise<Child> {
    const file = join(folder, `main-${children.length}-${process.pid}.mjs`);
    const text = `import { runApp } from './lifecycle/run-app.js';
      import { createServer } from 'node:http';
      await runApp('sample', async (config, log) => { ${body} });`;
    await writeFile(file, text);
    const child = spawn(process.execPath, [file], {
      env: { ...minimalEnvironment(), DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return new Child(child);
  }

  const server = `
    const server = createServer((request, response) => response.end('hello'));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return { url: 'http://127.0.0.1:' + server.address().port, close: async () => { log.info('closing'); server.close(); } };`;

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('closes once on %s and exits 0', async (signal) => {
    const child = await run(server);
    await child.prints('ready at http://127.0.0.1:');
    child.process.kill(signal);
    expect(await child.exit).toEqual({ code: 0, signal: null });
    expect(child.output.match(/"closing"/g)).toHaveLength(1);
    expect(child.output).toContain('"stopped"');
  });

  it('takes the doubled Ctrl-C of npm for one', async () => {
    const child = await run(server);
    await child.prints('ready at');
    child.process.kill('SIGINT');
    child.process.kill('SIGINT');
    expect(await child.exit).toEqual({ code: 0, signal: null });
  });

  it('ends at once when told again while closing hangs', async () => {
    const child = await run(`
      setInterval(() => {}, 1000);
      return { url: 'http://x', close: () => new Promise(() => {}) };`);
    await child.prints('ready at');
    child.process.kill('SIGINT');
    await child.prints('"stopping"');
    // The first second belongs to the key press that came twice, so tell it until it listens.
    const again = setInterval(() => child.process.kill('SIGINT'), 200);
    try {
      expect(await child.exit).toEqual({ code: 130, signal: null });
    } finally {
      clearInterval(again);
    }
  });

  it('closes what was still starting when told to stop', async () => {
    const child = await run(`
      setInterval(() => {}, 1000);
      log.info('starting');
      await new Promise((done) => process.once('SIGTERM', () => setTimeout(done, 50)));
      return { url: 'http://late', close: async () => log.info('closed late') };`);
    await child.prints('"starting"');
    child.process.kill('SIGTERM');
    expect(await child.exit).toEqual({ code: 0, signal: null });
    expect(child.output).toContain('closed late');
    expect(child.output).not.toContain('ready at');
  });

  it('names every wrong variable on a line of its own and exits 78', async () => {
    const child = await run(server, { RETENTION_MONTHS: '3', CHECKOUT_API_PORT: 'lots' });
    expect(await child.exit).toEqual({ code: 78, signal: null });
    const lines = child.errors.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(child.errors).toContain('RETENTION_MONTHS');
    expect(child.errors).toContain('CHECKOUT_API_PORT');
    expect(child.errors).not.toContain('    at ');
  });

  it('exits 1 when it cannot start and says why', async () => {
    const child = await run(`throw new Error('port 3000 is taken');`);
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.output).toContain('port 3000 is taken');
  });

  it('closes and exits 1 on an error nobody handled', async () => {
    const child = await run(`setTimeout(() => { throw new Error('lost in a timer'); }, 50); ${server}`);
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.output).toContain('lost in a timer');
    expect(child.output).toContain('"closing"');
  });

  it('exits 1 when closing fails', async () => {
    const child = await run(`
      setInterval(() => {}, 1000);
      return { url: 'http://x', close: async () => { throw new Error('pool is stuck'); } };`);
    await child.prints('ready at');
    child.process.kill('SIGTERM');
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.output).toContain('pool is stuck');
  });
});

class Child {
  output = '';
  errors = '';
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(readonly process: ChildProcess) {
    process.stdout?.on('data', (chunk) => {
      this.output += String(chunk);
    });
    process.stderr?.on('data', (chunk) => {
      this.errors += String(chunk);
    });
    this.exit = new Promise((done) => {
      process.on('close', (code, signal) => done({ code, signal }));
    });
  }

  async prints(text: string): Promise<void> {
    await expect.poll(() => this.output + this.errors, { timeout: 20_000 }).toContain(text);
  }
}

function minimalEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
}

/** A copy of the library as JavaScript: a child process has no compiler, and dist may be older than what is tested. */
async function compile(from: string, to: string): Promise<void> {
  const { options } = ts.convertCompilerOptionsFromJson(
    { module: 'esnext', target: 'es2023', experimentalDecorators: true, emitDecoratorMetadata: true },
    from,
  );
  const files = ts.sys.readDirectory(from, ['.ts'], ['**/*.spec.ts', '**/*.fixture.ts']);
  for (const file of files) {
    const { outputText } = ts.transpileModule(await readFile(file, 'utf8'), {
      compilerOptions: options,
      fileName: file,
    });
    const target = join(to, relative(from, file)).replace(/\.ts$/, '.js');
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
}
