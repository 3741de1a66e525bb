import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALERT_KIND_NAMES,
  ALERT_STATES,
  HOLD_SENTENCES,
  NOTIFICATION_LANES,
  NOTIFICATION_STATUSES,
  PAYMENT_STATES,
  SECRET_KINDS,
} from '#payments';
import { type RunningConsole, startConsole, Visitor } from './running-console.fixture.js';

const WEB = join(import.meta.dirname, 'web');
const scripts = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
const source = scripts.map((name) => readFileSync(join(WEB, name), 'utf8')).join('\n');
const dictionary = JSON.parse(readFileSync(join(WEB, 'dictionary.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;

describe('the console’s words', () => {
  it('are the same in English, Chinese and Spanish', () => {
    expect(Object.keys(dictionary)).toEqual(['en', 'zh-CN', 'es']);
    const english = Object.entries(dictionary['en'] ?? {});
    for (const texts of Object.values(dictionary)) {
      expect(Object.keys(texts)).toEqual(english.map(([key]) => key));
      for (const [key, text] of english) {
        const placeholders = (of: string): string[] => [...of.matchAll(/\{\w+\}/g)].map(String).toSorted();
        expect(texts[key]).not.toBe('');
        expect({ key, placeholders: placeholders(texts[key] ?? '') }).toEqual({
          key,
          placeholders: placeholders(text),
        });
      }
    }
  });

  it('are there for everything that the pages say, and no others', () => {
    const known = new Set(Object.keys(dictionary['en'] ?? {}));
    const said = [...source.matchAll(/\bt\('([\w.]+)'|title: '(nav\.\w+)'/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(said.filter((key) => !known.has(key))).toEqual([]);
    const families = new Set([...source.matchAll(/\bterm\('(\w+)'/g)].map((match) => match[1] ?? ''));
    const unused = [...known].filter((key) => !said.includes(key) && !families.has(key.split('.', 1)[0] ?? ''));
    expect(unused).toEqual([]);
  });

  it('name every state, lane, status, secret and reason to hold', () => {
    const words = dictionary['en'] ?? {};
    for (const state of PAYMENT_STATES) expect(words).toHaveProperty([`state.${state}`]);
    for (const lane of NOTIFICATION_LANES) expect(words).toHaveProperty([`lane.${lane}`]);
    for (const reason of Object.keys(HOLD_SENTENCES)) expect(words).toHaveProperty([`held.${reason}`]);
    for (const status of NOTIFICATION_STATUSES) expect(words).toHaveProperty([`status.${status}`]);
    for (const state of ALERT_STATES) expect(words).toHaveProperty([`status.${state}`]);
    for (const kind of SECRET_KINDS) expect(words).toHaveProperty([`secret.${kind}`]);
    for (const kind of ALERT_KIND_NAMES) {
      expect(words).toHaveProperty([`alert.${kind}`]);
      expect(words).toHaveProperty([`alertMend.${kind}`]);
    }
  });
});

describe('the console’s pages', () => {
  let running: RunningConsole;

  beforeAll(async () => {
    running = await startConsole();
  });

  afterAll(() => running.close());

  it('are served to anybody, under a policy that lets nothing foreign and nothing inline run', async () => {
    const visitor = new Visitor(running.console.url);
    const page = await visitor.get('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    for (const name of [...scripts, 'console.css', 'dictionary.json', 'icon.svg']) {
      expect((await visitor.get(`/${name}`)).status).toBe(200);
    }
  });

  it('are all there is: no other file and no folder answers', async () => {
    const visitor = new Visitor(running.console.url);
    for (const path of ['/app.ts', '/pages', '/../app.ts', '/%2e%2e/app.ts', '/api', '/none']) {
      expect((await visitor.get(path)).status).toBe(404);
    }
  });

  it('answer whether the process is well', async () => {
    const visitor = new Visitor(running.console.url);
    expect((await visitor.get('/readyz')).body).toMatchObject({ status: 'ok', checks: { database: 'ok' } });
  });
});
