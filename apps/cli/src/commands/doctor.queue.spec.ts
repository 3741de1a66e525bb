import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Maintenance } from '#payments';
import { SystemClock } from '#platform';
import { testDatabase, testQueueKind } from '#testing';
import { type CliWorld, type Environment, openWorld, runWith } from '../cli.fixture.js';

interface Finding {
  check: string;
  verdict: 'ok' | 'warn' | 'fail';
  what: string;
  mend?: string;
}

describe('chasqui doctor', () => {
  let world: CliWorld;

  beforeAll(async () => {
    world = await openWorld();
    await new Maintenance(world.dataSource, new SystemClock()).createPartitionsAhead();
  });

  afterEach(() => {
    world.gateway.mode = 'well';
  });

  afterAll(() => world.close());

  async function examine(env: Environment = world.env): Promise<{ code: number; findings: Finding[] }> {
    const { code, out } = await runWith(env, 'doctor', '--json');
    const { findings } = JSON.parse(out) as { findings: Finding[] };
    return { code, findings };
  }

  const verdicts = (findings: readonly Finding[]): string[] =>
    findings.map(({ check, verdict }) => `${check} ${verdict}`);

  it('finds a sound product sound, check by check', async () => {
    const { code, findings } = await examine();
    expect(verdicts(findings)).toEqual([
      'configuration ok',
      'egress ok',
      'database ok',
      'database-clock ok',
      'schema ok',
      'partitions ok',
      'partitions ok',
      'queue ok',
      ...(testQueueKind() === 'redis' ? ['redis-eviction ok', 'redis-persistence warn'] : []),
      'failed-jobs ok',
      'master-key ok',
      'gateway-dns ok',
      'gateway-tls ok',
      'gateway ok',
      'gateway-clock ok',
      'signature ok',
      'secret-expiry ok',
      'secret-age ok',
      'key-expiry ok',
      'allow-list ok',
      'refused-notifications ok',
      'retention ok',
      'overdue-work ok',
      'failed-notifications ok',
      'failed-deliveries ok',
      'open-cases ok',
      'endpoints ok',
      'alerts ok',
      'alert-webhook ok',
      'public-url warn',
      'ingest warn',
      'notification-url ok',
    ]);
    expect(code).toBe(0);
    expect(findings.every(({ verdict, mend }) => (verdict === 'ok') === (mend === undefined))).toBe(true);
  });

  it('says it to people, a line each with the mend below', async () => {
    const { code, out } = await world.run('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {4}configuration {10}The environment is sound/m);
    expect(out).toMatch(/^warn {2}ingest .+\n {29}→ Start webhook-ingest/m);
    expect(out).toMatch(/\n\d+ checks: 0 to mend, \d+ to look at\.\n$/);
  });

  it('never shows a secret', async () => {
    const { out, err } = await world.run('doctor', '--json');
    for (const secret of [world.shop.secretKey, 'TESTACCESSKEY0000001', world.env['CHASQUI_MASTER_KEY'] ?? '']) {
      expect(out + err).not.toContain(secret);
    }
  });

  it('names every wrong variable and exits 1', async () => {
    const { code, findings } = await examine({ DATABASE_URL: 'mysql://x', EXPIRY_GRACE: 'soon' });
    expect(code).toBe(1);
    expect(verdicts(findings)).toEqual(['configuration fail', 'configuration fail']);
  });

  it('leaves out what rests on a database that does not answer', async () => {
    const { code, findings } = await examine({ ...world.env, DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/x' });
    expect(code).toBe(1);
    expect(verdicts(findings)).toEqual([
      'configuration ok',
      'egress ok',
      'database fail',
      'retention ok',
      'public-url warn',
      'ingest warn',
    ]);
    expect(JSON.stringify(findings)).not.toContain('hush');
  });

  it('sends a database behind the code to npm run migrate, and changes nothing itself', async () => {
    const empty = await testDatabase({ schema: 'empty' });
    try {
      const { code, findings } = await examine({ ...world.env, DATABASE_URL: empty.url, QUEUE_URL: undefined });
      expect(code).toBe(1);
      expect(findings).toContainEqual(
        expect.objectContaining({ check: 'schema', verdict: 'fail', mend: 'Run `npm run migrate`.' }),
      );
      const tables = await empty.query(`select 1 from pg_tables where schemaname in ('public', 'bullmq')`);
      expect(tables).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  it('sends queue tables behind the code to npm run migrate', async () => {
    const empty = await testDatabase({ schema: 'empty' });
    try {
      const { findings } = await examine({ ...world.env, QUEUE_URL: empty.url });
      expect(findings).toContainEqual({
        check: 'queue',
        verdict: 'fail',
        what: 'The queue tables are not at the schema that this version needs.',
        mend: 'Run `npm run migrate`.',
      });
      expect(await empty.query(`select 1 from pg_namespace where nspname = 'bullmq'`)).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  it('finds a queue server that is away', async () => {
    const { code, findings } = await examine({ ...world.env, QUEUE_URL: 'redis://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'queue', verdict: 'fail' }));
  });

  it('finds a master key that is not the one', async () => {
    const other = Buffer.alloc(32, 9).toString('base64');
    const { code, findings } = await examine({ ...world.env, CHASQUI_MASTER_KEY: other });
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === 'master-key')).toMatchObject({
      verdict: 'fail',
      what: expect.stringContaining('secret of account default'),
    });
    const missing = await examine({ ...world.env, CHASQUI_MASTER_KEY: undefined });
    expect(missing.findings).toContainEqual(
      expect.objectContaining({ check: 'master-key', verdict: 'fail', mend: 'Set CHASQUI_MASTER_KEY.' }),
    );
  });

  it('wants secrets under the key before sealed anew', async () => {
    const { code, findings } = await examine({
      ...world.env,
      CHASQUI_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      CHASQUI_MASTER_KEY_PREVIOUS: world.env['CHASQUI_MASTER_KEY'],
    });
    expect(code).toBe(0);
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'master-key',
        verdict: 'warn',
        mend: 'Run `chasqui rekey`; until then keep CHASQUI_MASTER_KEY_PREVIOUS set.',
      }),
    );
  });

  it.each([
    ['forbidden', 'Compare idService, accessKey and secretKey'],
    ['down', 'Ask PagoEfectivo whether the egress address'],
  ] as const)('finds a gateway that is %s', async (mode, mend) => {
    world.gateway.mode = mode;
    const { code, findings } = await examine();
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === 'gateway')).toMatchObject({
      verdict: 'fail',
      mend: expect.stringContaining(mend),
    });
  });

  it('shows the egress address that PagoEfectivo must know, without the proxy’s password', async () => {
    const proxy = new URL(world.gateway.url);
    const { findings } = await examine({ ...world.env, EGRESS_PROXY_URL: `http://user:hush@${proxy.host}` });
    expect(findings.find(({ check }) => check === 'egress')?.what).toBe(
      `Calls to the gateway leave through the proxy ${proxy.host}.`,
    );
    expect(JSON.stringify(findings)).not.toContain('hush');
  });

  it('finds a month without a partition', async () => {
    const [next] = await world.database.query<{ name: string }>(
      `select 'notification_' || to_char((now() at time zone 'UTC') + interval '1 month', 'YYYY_MM') as name`,
    );
    await world.database.query(`drop table ${next?.name ?? ''}`);
    const { code, findings } = await examine();
    expect(code).toBe(0);
    expect(findings.filter(({ check, verdict }) => check === 'partitions' && verdict === 'warn')).toEqual([
      expect.objectContaining({ what: 'notification lacks the partition of next month; rows go to the default one.' }),
    ]);
  });

  it('finds work that nobody takes, and what waits for people', async () => {
    const { payment } = await world.shop.order({ orderId: 'STUCK-1' });
    const id = await world.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    await world.database.query(`update notification set next_at = now() - interval '1 hour' where id = $1`, [id]);
    await world.database.query(`update payment set next_at = now() - interval '1 hour' where id = $1`, [payment.id]);
    const { code, findings } = await examine();
    expect(code).toBe(1);
    const overdue = findings.filter(({ check }) => check === 'overdue-work');
    expect(overdue.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^1 notifications to apply are overdue, the oldest since .+-05:00\.$/),
      expect.stringMatching(/^1 deadlines to keep are overdue/),
    ]);
    expect(overdue[0]?.mend).toContain('reconciliation-worker');
    await world.database.query(`update notification set status = 'failed', next_at = null where id = $1`, [id]);
    const left = await examine();
    expect(left.findings).toContainEqual(expect.objectContaining({ check: 'failed-notifications', verdict: 'fail' }));
  });
});
