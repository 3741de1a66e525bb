import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '..');

interface Result {
  code: number | null;
  output: string;
}

/** scripts/build.mjs and scripts/run.mjs in a project of three files, with the packages of this one. */
describe('the build script', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chasqui-build-spec-'));
    await cp(join(project, 'scripts'), join(root, 'scripts'), { recursive: true });
    for (const file of ['tsconfig.json', 'tsconfig.build.json', 'package.json'])
      await cp(join(project, file), join(root, file));
    await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(files: Record<string, string>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  }

  function run(...args: string[]): Promise<Result> {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    return new Promise((done) => child.on('close', (code) => done({ code, output })));
  }

  const build = (...args: string[]): Promise<Result> => run('scripts/build.mjs', ...args);
  const inDist = (path: string): string => join(root, 'dist', path);

  const hello = {
    'apps/hello/src/main.ts': `import { greet } from './greeting.js';\nconsole.log(greet(process.argv[2] ?? 'nobody'));\nprocess.exitCode = 3;\n`,
    'apps/hello/src/greeting.ts': 'export const greet = (name: string): string => `hello ${name}`;\n',
    'apps/hello/src/web/page.html': '<p>hello</p>',
    'apps/hello/src/greeting.spec.ts': 'this is not TypeScript',
  };

  it('has nothing to do where the sources are not there yet', async () => {
    expect(await build()).toEqual({ code: 0, output: '' });
    expect(existsSync(inDist(''))).toBe(false);
  });

  it('compiles once, brings pages along, leaves specs out, and is silent while nothing changes', async () => {
    await write(hello);
    expect((await build()).output).toContain('Compiling');
    expect(await readFile(inDist('apps/hello/src/web/page.html'), 'utf8')).toBe('<p>hello</p>');
    expect(existsSync(inDist('apps/hello/src/greeting.spec.js'))).toBe(false);
    // A spec is no source, and a newer time is no change.
    await write({
      'apps/hello/src/greeting.spec.ts': 'still not',
      'apps/hello/src/main.ts': hello['apps/hello/src/main.ts'],
    });
    expect(await build()).toEqual({ code: 0, output: '' });
    expect((await build('--force')).output).toContain('Compiling');
  });

  it('builds what changed and removes what is gone', async () => {
    await write({ ...hello, 'apps/hello/src/old.ts': 'export {};\n', 'apps/hello/src/web/old.css': 'p {}' });
    await build();
    expect(existsSync(inDist('apps/hello/src/old.js'))).toBe(true);
    await rm(join(root, 'apps/hello/src/old.ts'));
    await rm(join(root, 'apps/hello/src/web/old.css'));
    expect((await build()).code).toBe(0);
    expect(existsSync(inDist('apps/hello/src/old.js'))).toBe(false);
    expect(existsSync(inDist('apps/hello/src/web/old.css'))).toBe(false);
    expect(existsSync(inDist('apps/hello/src/main.js'))).toBe(true);
  });

  it('fails on what does not compile, says where, and tries again', async () => {
    await write({ ...hello, 'apps/hello/src/greeting.ts': 'export const greet: number = "text";\n' });
    const first = await build();
    expect(first.code).toBe(1);
    expect(first.output).toContain('apps/hello/src/greeting.ts(1,14)');
    expect((await build()).code).toBe(1);
  });

  it('takes dist as it is where no compiler is installed, and says what to do where there is none', async () => {
    await write(hello);
    await build();
    await rm(join(root, 'node_modules'));
    await write({ 'apps/hello/src/extra.ts': 'export {};\n' });
    expect(await build()).toEqual({ code: 0, output: '' });
    await rm(inDist(''), { recursive: true });
    const without = await build();
    expect(without.code).toBe(1);
    expect(without.output).toContain('--omit=dev');
  });

  it('runs a program that is stale after building it, with its arguments and its exit code', async () => {
    await write(hello);
    const first = await run('scripts/run.mjs', 'apps/hello/src/main.js', 'Rosa');
    expect(first.code).toBe(3);
    expect(first.output).toContain('hello Rosa');
    expect(await run('scripts/run.mjs', 'apps/hello/src/main.js')).toEqual({ code: 3, output: 'hello nobody\n' });
    const unknown = await run('scripts/run.mjs', 'apps/hello/src/other.js');
    expect(unknown.code).not.toBe(0);
    expect(unknown.output).toContain('apps/hello/src/other.js');
  });

  it('builds once for commands that start at the same time', async () => {
    await write(hello);
    const results = await Promise.all([build(), build(), build()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.filter(({ output }) => output.includes('Compiling'))).toHaveLength(1);
  });
});
