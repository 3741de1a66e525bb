import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SHOP_ID, SECRET_KINDS, type SecretView } from '#payments';
import { type CliWorld, openWorld, runWith, runWithInput } from '../cli.fixture.js';

const DAY_MS = 24 * 60 * 60_000;

describe('chasqui secret list', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  async function listed(): Promise<SecretView[]> {
    const run = await world.run('secret', 'list', '--json');
    expect(run).toMatchObject({ code: 0, err: '' });
    return (JSON.parse(run.out) as { secrets: SecretView[] }).secrets;
  }

  it('shows every secret in force with its end and its last use, and no value', async () => {
    const values = new Set<string>();
    const made = async (...argv: string[]): Promise<void> => {
      const run = await world.run(...argv, '--json');
      expect(run).toMatchObject({ code: 0, err: '' });
      const shown = JSON.parse(run.out) as { key?: string; secret?: string };
      for (const value of [shown.key, shown.secret]) if (value !== undefined) values.add(value);
    };
    await made('api-key', 'create', '--shop', DEFAULT_SHOP_ID, '--expires', 'P10D');
    await made('admin-key', 'create', '--name', 'Terraform');
    await made('endpoint', 'create', '--shop', DEFAULT_SHOP_ID, '--url', 'https://8.8.8.8/hook');
    const [{ id } = { id: '' }] = await world.dataSource.query<{ id: string }[]>('select id from webhook_endpoint');
    await made('endpoint', 'rotate-secret', '--shop', DEFAULT_SHOP_ID, '--endpoint', id);
    for (const [secret, ...more] of [['coming-secret-of-soles', '--verify-only'], ['next-secret-of-soles']]) {
      values.add(secret ?? '');
      const env = { ...world.env, ACCOUNT_SECRET_KEY: secret };
      expect(await runWith(env, 'secret', 'rotate', 'default', ...more)).toMatchObject({ code: 0, err: '' });
    }
    const password = 'a password that is long';
    values.add(password).add(world.shop.secretKey);
    const created = await runWithInput(
      { env: world.env, input: `OPERATOR_PASSWORD=${password}\n` },
      'operator',
      'create',
      '--email',
      'Ana@Chasqui.test',
      '--role',
      'operator',
      '--stdin',
    );
    expect(created).toMatchObject({ code: 0, out: 'Operator ana@chasqui.test may use the console as operator.\n' });

    const secrets = await listed();
    expect(secrets.map(({ kind }) => kind).toSorted()).toEqual(
      SECRET_KINDS.filter((kind) => !kind.endsWith('certificate')).toSorted(),
    );
    expect(secrets.slice(0, 3).map(({ kind, daysLeft }) => ({ kind, daysLeft }))).toEqual([
      { kind: 'previous_endpoint_secret', daysLeft: 1 },
      { kind: 'api_key', daysLeft: 10 },
      { kind: 'previous_secret_key', daysLeft: 30 },
    ]);
    expect(values.size).toBeGreaterThanOrEqual(7);
    const said = `${(await world.run('secret', 'list')).out}${JSON.stringify(secrets)}`;
    for (const value of values) expect(said).not.toContain(value);
  });

  it('warns of an end that people know, once it is entered', async () => {
    const ends = (when: string): Promise<unknown> =>
      world.run('account', 'update', '--account', 'default', '--secret-ends', when);
    expect(await ends('P20D')).toMatchObject({ code: 0 });
    expect((await listed()).find(({ kind }) => kind === 'secret_key')).toMatchObject({ daysLeft: 20 });
    const doctor = await world.run('doctor', '--json');
    const { findings } = JSON.parse(doctor.out) as { findings: { check: string; what: string }[] };
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'secret-expiry',
        verdict: 'warn',
        what: expect.stringMatching(/^The secretKey of account default ends at .+, 20 days left\.$/),
      }),
    );
    expect(await ends('soon')).toMatchObject({ code: 64 });
    expect(await ends('none')).toMatchObject({ code: 0 });
    expect((await listed()).find(({ kind }) => kind === 'secret_key')).toMatchObject({ daysLeft: null });
  });

  it('shows the last use of a key that somebody used', async () => {
    const run = await world.run('api-key', 'create', '--shop', DEFAULT_SHOP_ID, '--json');
    const { key, id } = JSON.parse(run.out) as { key: string; id: string };
    const { ApiKeys } = await import('#payments');
    const now = new Date(Date.now() - DAY_MS);
    await new ApiKeys(world.dataSource, { now: () => now }).authenticate(key);
    const found = (await listed()).find((secret) => secret.id === id);
    expect(new Date(found?.lastUsedAt ?? 0)).toEqual(new Date(Math.floor(now.getTime() / 1000) * 1000));
  });
});
