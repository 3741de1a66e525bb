import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettlement, limaDay, Operators } from '#payments';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const HEADER = 'CIP;Nro.Ord.Comercio;Monto;Estado;Fec.Emisión;Fec.Cancelación';
const STRANGERS = 210;

describe('settlement in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;
  let folder = '';
  let today = '';
  let cip = '';

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
    folder = await mkdtemp(join(tmpdir(), 'chasqui-console-settlement-'));
    today = limaDay(running.clock.now());
    const { payment } = await running.shop.order({ orderId: '=A-1' });
    cip = payment.cips[0]?.number ?? '';
    const panel = join(folder, 'panel.csv');
    const strangers = Array.from(
      { length: STRANGERS },
      (_, n) => `${900_000_000 + n};=cmd;5.00;Cancelado;${today};${today}`,
    );
    await writeFile(panel, [HEADER, `${cip};x;129.90;Cancelado;${today};${today}`, ...strangers].join('\n'));
    const { importer } = createSettlement(running.dataSource, running.clock);
    const [account] = await running.dataSource.query<{ id: string; slug: string; currency: 'PEN' }[]>(
      'select id, slug, currency from gateway_account',
    );
    if (!account) throw new Error('there is no account');
    await importer.import({ path: panel, name: 'panel.csv', kind: 'transactions', account, actor: 'test' });
  });

  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });

  const caseCount = async (): Promise<number> => {
    const [row] = await running.database.query<{ count: number }>('select count(*)::int as count from review_case');
    return row?.count ?? 0;
  };

  it('says what agrees and what does not, and changes nothing by that', async () => {
    const before = await caseCount();
    const { status, body } = await visitor.get('/api/settlement');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: 'default',
      accounts: ['default'],
      to: today,
      matches: { matched: 0, only_theirs: STRANGERS, state_differs: 1 },
      days: [{ day: today, theirCount: STRANGERS + 1, theirGross: '1179.90', ourCount: 0, expected: null }],
      hasRules: false,
      files: [{ name: 'panel.csv', kind: 'transactions', lines: STRANGERS + 1 }],
    });
    expect(await caseCount()).toBe(before);
  });

  it('shows as many rows as a person reads, and gives all of them as CSV that no spreadsheet runs', async () => {
    const shown = await visitor.get('/api/settlement/table?by=difference');
    expect(shown.body['rows']).toHaveLength(200);
    expect(shown.body['more']).toBe(true);
    const all = await visitor.get(`/api/settlement/table.csv?by=difference&from=${today}&to=${today}`);
    expect(all.headers.get('content-disposition')).toBe(
      `attachment; filename="settlement-default-difference-${today}-${today}.csv"`,
    );
    const rows = parse(String(all.body['text']), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(STRANGERS + 1);
    expect(rows.find((row) => row['CIP'] === cip)).toMatchObject({ DIFFERENCE: 'state_differs', ORDER: "'=A-1" });
    const days = await visitor.get('/api/settlement/table?by=day');
    expect(days.body).toMatchObject({
      rows: [[today, String(STRANGERS + 1), '1179.90', '0', '0.00', null, null, null, null]],
    });
  });

  it.each([
    ['from=2026-02-30', 'from'],
    ['to=yesterday', 'to'],
    ['from=2026-02-02&to=2026-02-01', 'from'],
    ['from=2025-01-01&to=2026-11-01', 'to'],
    ['by=moon', 'by'],
  ])('refuses %s, by the name of the field', async (query, field) => {
    const path = field === 'by' ? '/api/settlement/table' : '/api/settlement';
    const { status, body } = await visitor.get(`${path}?${query}`);
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('names the accounts there are when asked for another', async () => {
    const { body } = await visitor.get('/api/settlement?account=dollars');
    expect(body).toMatchObject({ status: 404, code: 'account_not_found', detail: expect.stringContaining('default') });
  });

  it('opens the cases that follow when an operator says so, and not for a viewer', async () => {
    const viewer = { email: 'viewer@chasqui.test', password: 'only looks at things' };
    await new Operators(running.dataSource, running.sessionClock).create({ ...viewer, role: 'viewer' });
    const looking = await Visitor.signedIn(running.console.url, viewer);
    expect((await looking.post('/api/settlement/cases')).body).toMatchObject({ code: 'role_insufficient' });
    // The gateway was asked since, and still says that nobody paid it: then the file and the books differ for good.
    running.clock.advance(1000);
    await running.shop.payments.search.checkPayment(
      (await running.database.query<{ id: string }>('select id from payment'))[0]?.id ?? '',
    );
    const before = await caseCount();
    const opened = await visitor.post('/api/settlement/cases');
    expect(opened.body).toEqual({ casesOpened: 1 });
    expect(await caseCount()).toBe(before + 1);
    expect((await visitor.post('/api/settlement/cases')).body).toEqual({ casesOpened: 0 });
    expect((await new Visitor(running.console.url).get('/api/settlement')).status).toBe(401);
  });
});
