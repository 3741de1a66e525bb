import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLicences } from '../scripts/checks/licences.mjs';

const project = resolve(import.meta.dirname, '..');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chasqui-licences-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project whose lock file names these packages; `installed` is what their own package.json says. */
function projectWith(
  packages: Readonly<Record<string, Record<string, unknown>>>,
  installed: Readonly<Record<string, string>> = {},
): string {
  const entries = Object.entries(packages).map(([name, entry]) => [
    `node_modules/${name}`,
    { version: '1.0.0', ...entry },
  ]);
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: Object.fromEntries(entries) }));
  for (const [name, license] of Object.entries(installed)) {
    const file = join(folder, 'node_modules', name, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ name, license }));
  }
  return folder;
}

describe('the check of licences', () => {
  it('passes this project', () => {
    expect(checkLicences(project)).toEqual([]);
  });

  it.each([
    ['a licence that is not on the list', { license: 'AGPL-3.0-only' }, 'pay@1.0.0 is under AGPL-3.0-only: '],
    ['a choice that nobody made', { license: '(MIT OR GPL-2.0-only)' }, 'pay@1.0.0 is under (MIT OR GPL-2.0-only): '],
    ['no licence', {}, 'pay@1.0.0 is under no licence that it names: '],
    ['words instead of a licence', { license: 'SEE LICENSE IN EULA.md' }, 'is under SEE LICENSE IN EULA.md: '],
  ])('fails on %s', (_what, entry, problem) => {
    const root = projectWith({ fine: { license: 'MIT' }, pay: entry });
    expect(checkLicences(root, { exceptions: {} })).toEqual([expect.stringContaining(problem)]);
  });

  it('believes neither the lock file nor the package alone', () => {
    const root = projectWith({ pay: { license: 'MIT' } }, { pay: 'BUSL-1.1' });
    expect(checkLicences(root, { exceptions: {} })).toEqual([expect.stringContaining('pay@1.0.0 is under BUSL-1.1')]);
  });

  it('asks nothing of what is only for development, and something of packages for other platforms', () => {
    const root = projectWith({ tool: { license: 'GPL-3.0', dev: true }, mac: { license: 'GPL-3.0', optional: true } });
    expect(checkLicences(root, { exceptions: {} })).toEqual([expect.stringContaining('mac@1.0.0')]);
  });

  it('lets an exception in under that licence alone, and wants it gone when nothing needs it', () => {
    const exceptions = { pay: { licence: 'Python-2.0', reason: 'Because.' } };
    const root = projectWith({ pay: { license: 'Python-2.0' } });
    expect(checkLicences(root, { exceptions })).toEqual([]);
    const other = projectWith({ pay: { license: 'GPL-3.0' } });
    expect(checkLicences(other, { exceptions })).toEqual([
      expect.stringContaining('pay@1.0.0 is under GPL-3.0'),
      expect.stringContaining('excepts pay, which needs none'),
    ]);
  });

  it('does not take an empty lock file for a good one', () => {
    expect(checkLicences(projectWith({}), { exceptions: {} })).toHaveLength(1);
  });
});

describe('the bill of materials', () => {
  function made(name: string): { bom: string; notices: string } {
    const to = join(folder, name);
    const run = spawnSync(process.execPath, [join(project, 'scripts/bom.mjs'), '--to', to], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    return {
      bom: readFileSync(join(to, 'bom.json'), 'utf8'),
      notices: readFileSync(join(to, 'THIRD_PARTY_LICENSES.txt'), 'utf8'),
    };
  }

  it('names every dependency with its licence, and is the same each time', () => {
    const first = made('first');
    expect(made('second')).toEqual(first);
    const bom = JSON.parse(first.bom) as {
      bomFormat: string;
      serialNumber: string;
      metadata: { component: { name: string } };
      components: { name: string; licenses?: unknown[] }[];
    };
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'chasqui' } } });
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      optionalDependencies: Record<string, string>;
    };
    const names = new Set(bom.components.map(({ name }) => name));
    const wanted = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
    expect(names).toContain('PostgreSQL');
    expect(names).not.toContain('vitest');
    expect(bom.components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
    for (const name of Object.keys(manifest.dependencies)) expect(first.notices).toContain(`\n${name} `);
    expect(first.notices).toContain('Permission is hereby granted, free of charge');
  }, 60_000);
});
