import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Chasqui } from './chasqui.js';
import type { ConsumeOptions } from './consume.js';
import type { CursorStore } from './cursor-store.js';
import { fileCursor } from './file-cursor.js';
import {
  cut,
  json,
  problem,
  type ScriptedServer,
  scriptedServer,
  silence,
  type Step,
} from './scripted-server.fixture.js';

const page = (ids: string[], nextCursor: string): Step =>
  json(200, { data: ids.map((id) => ({ id, type: 'order.paid' })), nextCursor, hasMore: false, retention: 'P13M' });

describe('consume', () => {
  let server: ScriptedServer;
  let folder: string;
  let store: CursorStore;
  let stop: AbortController;

  beforeAll(async () => {
    server = await scriptedServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consume-'));
    store = fileCursor(join(folder, 'cursor.json'));
    stop = new AbortController();
  });
  afterEach(() => rm(folder, { recursive: true }));

  function consume(change: Partial<ConsumeOptions> = {}) {
    const chasqui = new Chasqui({ baseUrl: server.url, apiKey: 'ck_test_1', maxRetries: 0 });
    return chasqui.events.consume({ cursor: store, signal: stop.signal, ...change });
  }

  const asked = (index: number): URLSearchParams =>
    new URL(server.requests.at(index)?.url ?? '', server.url).searchParams;

  /** Takes so many events, then stops in the loop after the last one. */
  async function take(count: number, change: Partial<ConsumeOptions> = {}): Promise<string[]> {
    const seen: string[] = [];
    for await (const { id } of consume(change)) {
      seen.push(id);
      if (seen.length === count) stop.abort();
    }
    stop = new AbortController();
    return seen;
  }

  it('goes from page to page with the cursor of the last, and asks to wait', async () => {
    server.play(page(['evt_1', 'evt_2'], 'c2'), page(['evt_3'], 'c3'));
    expect(await take(3, { type: ['order.paid', 'order.reversed'], pageSize: 2 })).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(asked(-2).get('after')).toBeNull();
    expect(Object.fromEntries(asked(-1))).toEqual({
      after: 'c2',
      wait: '20',
      limit: '2',
      type: 'order.paid,order.reversed',
    });
  });

  it('counts an event as done when the next one is asked for, and not before', async () => {
    server.play(page(['evt_1', 'evt_2', 'evt_3'], 'c3'));
    const events = consume();
    expect((await events.next()).value).toMatchObject({ id: 'evt_1' });
    expect(await store.load()).toBeNull();
    expect((await events.next()).value).toMatchObject({ id: 'evt_2' });
    // The process dies here: nothing more is called.
    expect(await take(2)).toEqual(['evt_2', 'evt_3']);
  });

  it('gives an event again at which the loop was left by an error', async () => {
    server.play(page(['evt_1', 'evt_2'], 'c2'));
    const failing = async (): Promise<void> => {
      for await (const { id } of consume()) if (id === 'evt_2') throw new Error('the database is full');
    };
    await expect(failing()).rejects.toThrow('the database is full');
    expect(await take(1)).toEqual(['evt_2']);
  });

  it('goes on behind the last page after a restart', async () => {
    server.play(page(['evt_1'], 'c1'), page(['evt_2'], 'c2'));
    expect(await take(1)).toEqual(['evt_1']);
    expect(await take(1)).toEqual(['evt_2']);
    expect(asked(-1).get('after')).toBe('c1');
  });

  it('goes on through silence, a cut line, a server that starts and one that has too much to do', async () => {
    const troubles: string[] = [];
    server.play(
      cut,
      json(502, {}),
      problem(503, 'unavailable'),
      problem(429, 'rate_limited', {}, { 'retry-after': '0' }),
      page(['evt_1'], 'c1'),
    );
    const seen = await take(1, { onTrouble: (error) => troubles.push(error.name) });
    expect(seen).toEqual(['evt_1']);
    expect(troubles).toEqual(['ChasquiConnectionError', 'ChasquiError', 'ChasquiError', 'ChasquiError']);
  });

  it('throws what asking again does not mend', async () => {
    server.play(problem(401, 'unauthorized'));
    await expect(take(1)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it.each(['cursor_invalid', 'cursor_ahead', 'cursor_expired'])(
    'throws %s, or starts anew when told so',
    async (code) => {
      server.play(page(['evt_1'], 'c1'));
      await take(1);
      server.play(problem(409, code));
      await expect(take(1)).rejects.toMatchObject({ code });
      server.play(problem(409, code), page(['evt_1', 'evt_2'], 'd2'));
      expect(await take(2, { whenRefused: 'start_anew' })).toEqual(['evt_1', 'evt_2']);
      expect(asked(-1).get('after')).toBeNull();
      server.play(problem(409, code));
      await store.save('{"v":1,"after":null,"done":[]}');
      await expect(take(1, { whenRefused: 'start_anew' })).rejects.toMatchObject({ code });
    },
  );

  it('ends at once by its signal while it waits, and before it began', async () => {
    server.play(silence);
    const before = server.requests.length;
    const taking = take(1);
    await expect.poll(() => server.requests.length).toBe(before + 1);
    stop.abort();
    expect(await taking).toEqual([]);
    stop.abort();
    expect(await consume({ signal: stop.signal }).next()).toMatchObject({ done: true });
  });

  it('moves past pages without events, so that a filter costs nothing twice', async () => {
    server.play(page([], 'c5'), page(['evt_9'], 'c9'));
    expect(await take(1)).toEqual(['evt_9']);
    expect(asked(-1).get('after')).toBe('c5');
  });

  it('does not wait longer than an attempt may take', async () => {
    server.play(page(['evt_1'], 'c1'));
    const chasqui = new Chasqui({ baseUrl: server.url, apiKey: 'ck_test_1', timeoutMs: 10_000 });
    await chasqui.events.consume({ cursor: store, waitSeconds: 50 }).next();
    expect(asked(-1).get('wait')).toBe('5');
    expect(() => consume({ waitSeconds: 51 })).toThrow('waitSeconds must be a whole number from 0 to 50, and is 51.');
  });

  it('refuses a store that somebody else writes to', async () => {
    await store.save('{"position":7}');
    await expect(consume().next()).rejects.toThrow('give each consumer a store of its own');
  });
});

describe('fileCursor', () => {
  it('has the old text or the new one, whatever a dead process left beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cursor-'));
    const path = join(folder, 'cursor.json');
    const store = fileCursor(path);
    expect(await store.load()).toBeNull();
    await store.save('one');
    await writeFile(`${path}.new`, 'half of a te');
    expect(await store.load()).toBe('one');
    await store.save('two');
    expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['two', ['cursor.json']]);
    await expect(fileCursor(join(folder, 'none', 'cursor.json')).save('x')).rejects.toThrow('ENOENT');
    await rm(folder, { recursive: true });
  });
});
