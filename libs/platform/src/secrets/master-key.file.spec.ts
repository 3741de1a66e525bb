import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateMasterKey, masterKeyFile, readMasterKey } from './master-key.file.js';
import { SecretBox } from './secret-box.js';

describe('the generated master key', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chasqui-key-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is absent until it is made, and the same ever after', async () => {
    const dataDir = join(folder, 'data');
    expect(await readMasterKey(dataDir)).toBeNull();
    const made = await loadOrCreateMasterKey(dataDir);
    expect((await loadOrCreateMasterKey(dataDir)).reveal()).toBe(made.reveal());
    expect((await readMasterKey(dataDir))?.reveal()).toBe(made.reveal());
  });

  it('opens what it sealed', async () => {
    const sealed = SecretBox.fromBase64({ current: (await loadOrCreateMasterKey(folder)).reveal() }).seal('payload');
    const later = SecretBox.fromBase64({ current: (await loadOrCreateMasterKey(folder)).reveal() });
    expect(later.open(sealed)).toBe('payload');
  });

  it('may be read by its owner alone, and leaves no draft behind', async () => {
    await loadOrCreateMasterKey(folder);
    expect((await stat(masterKeyFile(folder))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['master-key']);
  });

  it('is one key for all that start together', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateMasterKey(folder)));
    expect(new Set(keys.map((key) => key.reveal())).size).toBe(1);
  });

  it('is never replaced: a damaged file is refused with a sentence', async () => {
    await writeFile(masterKeyFile(folder), 'c2hvcnQ=\n');
    await expect(loadOrCreateMasterKey(folder)).rejects.toThrow('restore it from a backup');
  });
});
