import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SHOP_ID, SEALED_COLUMNS } from '#payments';
import { SecretBox } from '#platform';
import { TEST_MASTER_KEY, waitFor } from '#testing';
import { type CliRun, type CliWorld, openWorld, runWith } from '../cli.fixture.js';

const NEW_KEY = Buffer.alloc(32, 9).toString('base64');

describe('chasqui rekey', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await openWorld();
    const added = await world.run('endpoint', 'create', '--shop', DEFAULT_SHOP_ID, '--url', 'https://8.8.8.8/hook');
    expect(added.err).toBe('');
  });
  afterAll(() => world.close());

  const withKeys = (current: string, previous: string | undefined, ...argv: string[]): Promise<CliRun> =>
    runWith({ ...world.env, CHASQUI_MASTER_KEY: current, CHASQUI_MASTER_KEY_PREVIOUS: previous }, ...argv);

  async function sealed(): Promise<string[]> {
    const texts = await Promise.all(
      SEALED_COLUMNS.map(({ table, column }) =>
        world.dataSource.query<{ sealed: string }[]>(
          `select ${column} as sealed from ${table} where ${column} is not null order by id`,
        ),
      ),
    );
    return texts.flat().map((row) => row.sealed);
  }

  it('knows every column in which secrets stand', async () => {
    const columns = await world.dataSource.query<{ name: string }[]>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = current_schema() and column_name like '%ciphertext' order by 1`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort();
    expect(known).toEqual(columns.map(({ name }) => name));
  });

  it('moves all secrets to the new key, changes none of them, and can be run again', async () => {
    const before = await sealed();
    expect(before.length).toBeGreaterThanOrEqual(3);
    const opened = before.map((text) => SecretBox.fromBase64({ current: TEST_MASTER_KEY }).open(text));
    const run = await withKeys(NEW_KEY, TEST_MASTER_KEY, 'rekey');
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    expect(run.out).toContain(`${before.length} secret(s) moved to key k`);
    const box = SecretBox.fromBase64({ current: NEW_KEY });
    expect((await sealed()).map((text) => box.open(text))).toEqual(opened);
    const again = await withKeys(NEW_KEY, undefined, 'rekey', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ resealed: 0, already: before.length, locked: [] });
    const back = await withKeys(TEST_MASTER_KEY, NEW_KEY, 'rekey');
    expect(back.code).toBe(0);
  });

  it('leaves alone what neither key opens, and names it', async () => {
    const before = await sealed();
    const run = await withKeys(randomBytes(32).toString('base64'), NEW_KEY, 'rekey');
    expect(run.code).toBe(1);
    expect(run.out).toContain('0 secret(s) moved');
    expect(run.out).toContain('Left as it is: access key of account default sealed with key');
    expect(await sealed()).toEqual(before);
  });

  it('does not set back a secret that is changed while it runs', async () => {
    const rotated = SecretBox.fromBase64({ current: TEST_MASTER_KEY }).seal('rotated meanwhile');
    const other = world.dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query('update gateway_account set access_key_ciphertext = $1', [rotated]);
    // It has read the secret as it was, and waits for the row.
    const rekeying = withKeys(NEW_KEY, TEST_MASTER_KEY, 'rekey');
    await waitFor(
      async () => {
        const waiting = await world.dataSource.query<unknown[]>(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'update gateway_account%'
             and datname = current_database()`,
        );
        return waiting.length > 0;
      },
      { what: 'the update of the account to wait for its row' },
    );
    await other.commitTransaction();
    await other.release();
    expect((await rekeying).code).toBe(0);
    const [account] = await world.dataSource.query<{ text: string }[]>(
      'select access_key_ciphertext as text from gateway_account',
    );
    expect(account?.text).toBe(rotated);
  });
});
