import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, loadOrCreateMasterKey } from '#platform';
import type { Environment } from '../cli.fixture.js';
import { findMasterKey, openSealer } from './master-key.js';

describe('the master key of the command line', () => {
  const given = Buffer.alloc(32, 1).toString('base64');
  let dataDir = '';
  let generated = '';

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chasqui-cli-key-'));
    generated = (await loadOrCreateMasterKey(dataDir)).reveal();
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each<[string, Environment, () => string | null]>([
    ['the one that npm start generated, on its embedded database', {}, () => generated],
    ['the configured one, where there is one', { CHASQUI_MASTER_KEY: given }, () => given],
    ['none on another database, whose key the folder does not hold', { DATABASE_URL: 'postgres://u@h/d' }, () => null],
  ])('is %s', async (_name, env, expected) => {
    const key = await findMasterKey(loadConfig({ CHASQUI_DATA_DIR: dataDir, ...env }, 'cli'));
    expect(key?.reveal() ?? null).toBe(expected());
  });

  it('opens what the product sealed', async () => {
    const config = loadConfig({ CHASQUI_DATA_DIR: dataDir }, 'cli');
    const sealed = (await openSealer(config)).seal('secret');
    expect((await openSealer(config)).open(sealed)).toBe('secret');
  });

  it('is asked for with its name when a secret is to be opened without it', async () => {
    const sealer = await openSealer(loadConfig({ DATABASE_URL: 'postgres://u@h/d' }, 'cli'));
    expect(() => sealer.open('k00000000:x')).toThrow('CHASQUI_MASTER_KEY is missing');
  });
});
