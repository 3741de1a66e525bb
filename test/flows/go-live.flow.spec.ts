import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../apps/cli/src/cli.js';
import type { GoLiveReport } from '../../apps/cli/src/go-live/go-live-report.js';
import { freePort } from '#testing';
import { flowEnvironment, Product } from './product.js';

const SHORT_WAIT = { GATEWAY_CALLER_WAIT: 'PT1S' };

describe('chasqui go-live', () => {
  let product: Product;
  let folder = '';
  let wrongAmountOrder = '';

  beforeAll(async () => {
    product = await Product.start({ env: SHORT_WAIT });
    folder = await mkdtemp(join(tmpdir(), 'chasqui-go-live-'));
    await run('migrate');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await product.close();
  });

  async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
    const { url, prefix } = product.config.queue;
    const env = {
      ...flowEnvironment(product.database, { url: url ?? '', prefix }),
      ...SHORT_WAIT,
      CHECKOUT_API_PORT: new URL(product.urls.checkout).port,
      WEBHOOK_INGEST_PORT: new URL(product.urls.ingest).port,
      PUBLIC_URL: product.urls.checkout,
    };
    let [out, err] = ['', ''];
    const io = { env, write: (text: string) => void (out += text), complain: (text: string) => void (err += text) };
    return { code: await runCli(argv, io), out, err };
  }

  const verdicts = ({ scenarios }: GoLiveReport): string[] => scenarios.map(({ id, verdict }) => `${id} ${verdict}`);

  it('makes every outcome happen, judges it, and writes a report with its evidence', { timeout: 120_000 }, async () => {
    const { code, out } = await run('go-live', '--advance-clock', '--json', '--report', join(folder, 'all'));
    const report = JSON.parse(out) as GoLiveReport;
    expect(report.scenarios.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(verdicts(report)).toEqual([
      'success passed',
      'duplicate passed',
      'silent passed',
      'reversed passed',
      'wrong-amount passed',
      'failure passed',
      'timeout passed',
      'forged passed',
      'cancelled passed',
      'late passed',
    ]);
    const evidenceOf = (id: string): Record<string, string> =>
      Object.fromEntries(
        (report.scenarios.find((one) => one.id === id)?.evidence ?? []).map(({ name, value }) => [name, value]),
      );
    wrongAmountOrder = evidenceOf('wrong-amount')['Order'] ?? '';
    const evidence = evidenceOf('success');
    const [receipt] = (await product.payment(evidence['Payment'] ?? '')).receipts;
    expect(receipt).toMatchObject({ cip: evidence['CIP'], operationNumber: evidence['Operation number'] });
    expect(await product.events(evidence['Order'] ?? '')).toEqual(['order.pending', 'order.paid']);
    expect(product.erp.events.map(({ id }) => id)).toContain(evidence['order.paid']);

    // A shop that is tried on this machine has no https and no operator yet.
    expect(code).toBe(1);
    const failed = report.checklist.filter(({ verdict }) => verdict === 'failed').map(({ title }) => title);
    expect(failed).toEqual([
      'Payment page over https',
      'Address for notifications over https',
      'People who can sign in',
    ]);
    expect(report.checklist.find(({ title }) => title === 'ERP takes events')).toMatchObject({ verdict: 'passed' });
    expect(report.checklist.find(({ title }) => title === 'Doctor')).toMatchObject({ verdict: 'passed' });

    const markdown = await readFile(join(folder, 'all', 'report.md'), 'utf8');
    const html = await readFile(join(folder, 'all', 'report.html'), 'utf8');
    for (const text of [markdown, html]) {
      for (const value of [evidence['CIP'], evidence['Operation number'], 'Paid and reversed', 'First real payment']) {
        expect(text).toContain(value);
      }
    }
    expect(html).not.toMatch(/<(script|link|img)|https?:\/\/(?!127\.0\.0\.1)/);
  });

  it('leaves nothing behind that waits for somebody', async () => {
    expect(await product.database.query(`select 1 from review_case where state = 'open'`)).toEqual([]);
    // Its code was paid with another amount and cannot be deleted: it closes at its deadline.
    const open = await product.database.query<{ order_id: string }>(
      `select order_id from payment where state in ('created', 'pending', 'expiring')`,
    );
    expect(open).toEqual([{ order_id: wrongAmountOrder }]);
    expect(await product.database.query(`select 1 from api_key where name = 'go-live' and revoked_at is null`)).toEqual(
      [],
    );
    const { body } = await product.sandbox<{ status: unknown; lateAnswer: unknown }>('GET', '/sandbox/faults');
    expect([body.status, body.lateAnswer]).toEqual([null, null]);
  });

  it('says which scenarios failed and why, and tries every one all the same', async () => {
    const { code, out } = await run('go-live', '--api', `http://127.0.0.1:${await freePort()}`, '--json');
    const report = JSON.parse(out) as GoLiveReport;
    expect(code).toBe(1);
    expect(report.passed).toBe(false);
    expect(report.scenarios.filter(({ id }) => id !== 'late')).toEqual(
      Array.from({ length: 9 }, () =>
        expect.objectContaining({
          verdict: 'failed',
          problem: expect.stringMatching(/^Nothing answers at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*\.$/),
        }),
      ),
    );
    expect(report.scenarios.at(-1)).toMatchObject({
      id: 'late',
      verdict: 'not_run',
      problem: expect.stringContaining('--advance-clock'),
    });
  });

  it('tries nothing where there is no sandbox account, and says so', async () => {
    const shop = JSON.parse(
      (await run('shop', 'create', '--merchant', 'mer_default', '--name', 'Bare', '--mode', 'test', '--json')).out,
    ) as { id: string };
    const before = await product.requestCount('create');
    const { out } = await run('go-live', '--shop', shop.id);
    expect(out).toMatch(/not run {3}Paid and notified: Shop shop_\w+ has no sandbox account here/);
    expect(out).toMatch(/failed +ERP takes events +The shop has no enabled webhook endpoint/);
    expect(out).toMatch(/items are for a person to confirm\.\n$/);
    expect(await product.requestCount('create')).toBe(before);
    expect((await run('go-live', '--shop', 'shop_none')).err).toContain('There is no shop shop_none');
    expect((await run('go-live', '--api', 'nowhere')).code).toBe(64);
  });
});
