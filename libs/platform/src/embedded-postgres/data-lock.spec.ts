import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataLock } from './data-lock.js';
import { inspectProcess } from './running-process.js';

let folder = '';
let path = '';
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chasqui-lock-'));
});
beforeEach(() => {
  path = join(folder, `lock-${(number += 1)}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function acquired(): Promise<DataLock> {
  const result = await DataLock.acquire(path);
  if (result.kind === 'held') return result.lock;
  throw new Error(`taken by ${result.pid}`);
}

async function endedPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('DataLock', () => {
  it('is held by one at a time, and free for the next after its release', async () => {
    const lock = await acquired();
    expect(await DataLock.acquire(path)).toEqual({ kind: 'taken', pid: process.pid });
    await lock.release();
    await lock.release();
    const next = await acquired();
    await lock.release();
    expect(await DataLock.acquire(path)).toEqual({ kind: 'taken', pid: process.pid });
    await next.release();
    expect((await readdir(folder)).filter((name) => name.startsWith(`lock-${number}`))).toEqual([]);
  });

  it('stays with a process that lives', async () => {
    const child = spawn('sleep', ['600']);
    const pid = child.pid ?? 0;
    const { identity } = await inspectProcess(pid);
    try {
      await writeFile(path, JSON.stringify({ pid, identity, token: 'of the child' }));
      expect(await DataLock.acquire(path)).toEqual({ kind: 'taken', pid });
      await writeFile(path, JSON.stringify({ pid, identity: null, token: 'of the child' }));
      expect(await DataLock.acquire(path)).toEqual({ kind: 'taken', pid });
    } finally {
      child.kill();
    }
  });

  it.each([
    ['a process that is gone', async () => ({ pid: await endedPid(), identity: 'a boot/1', token: 'old' })],
    [
      'an earlier process with our own id, as after a restart in a container',
      () => ({ pid: process.pid, identity: 'x', token: 'old' }),
    ],
    ['nobody that can be read', () => 'half a lo'],
    ['a program that knows other fields', () => ({ owner: 'me' })],
    ['an empty file', () => null],
  ])('is taken over from %s', async (_, holder) => {
    const content = await holder();
    await writeFile(path, content === null ? '' : typeof content === 'string' ? content : JSON.stringify(content));
    const lock = await acquired();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it.runIf(process.platform === 'linux')(
    'is taken over when the id of its process belongs to a later one',
    async () => {
      await writeFile(path, JSON.stringify({ pid: process.ppid, identity: 'another boot/1', token: 'old' }));
      await (await acquired()).release();
    },
  );

  it('goes to exactly one of many that see it stale or free in the same moment', async () => {
    const pid = await endedPid();
    for (let round = 0; round < 20; round += 1) {
      path = join(folder, `race-${round}`);
      const stale = round % 2 === 0;
      if (stale) await writeFile(path, JSON.stringify({ pid, identity: 'a boot/1', token: 'old' }));
      // A taker that was killed in the act leaves its permission to take over behind.
      if (round % 4 === 0)
        await writeFile(`${path}.takeover`, JSON.stringify({ pid, identity: 'a boot/1', token: 'older' }));
      const results = await Promise.all(Array.from({ length: 12 }, () => DataLock.acquire(path)));
      const held = results.filter((result) => result.kind === 'held');
      expect(held).toHaveLength(1);
      await Promise.all(held.map(({ lock }) => lock.release()));
    }
  });
});
