import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, openWorld } from '../cli.fixture.js';

const HEADER = 'CIP;Nro.Ord.Comercio;Monto;Estado;Fec.Emisión;Fec.Cancelación';

describe('chasqui settlement', () => {
  let world: CliWorld;
  let folder = '';
  let panel = '';
  let cips: string[] = [];
  let days: string[] = [];

  beforeAll(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), 'chasqui-cli-settlement-'));
    const orders = [await world.shop.order({ orderId: '=A-1' }), await world.shop.order({ orderId: 'A-2' })];
    cips = orders.map(({ payment }) => payment.cips[0]?.number ?? '');
    const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
    days = ['--from', today, '--to', today];
    panel = join(folder, 'panel.csv');
    const rows = cips.map(
      (cip, index) => `${cip};x;129.90;${index === 0 ? 'Cancelado' : 'Generado'};${today};${index === 0 ? today : ''}`,
    );
    await writeFile(panel, [HEADER, ...rows, `77777;=cmd;5.00;Cancelado;${today};${today}`].join('\n'));
  });

  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('import takes a file in once and says what follows', async () => {
    const first = await world.run('settlement', 'import', panel);
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(first.out).toContain('3 line(s) imported into account default (CSV, utf-8): 3 new, 0 known and told anew');
    expect(first.out).toContain('1 CIP(s) are due to be searched');
    expect(first.out).toContain('1 case(s) opened');
    const again = await world.run('settlement', 'import', panel, '--account', 'default');
    expect(again.code).toBe(0);
    expect(again.out).toContain('This very file is in already: panel.csv');
  });

  it('import explains a file that it cannot take', async () => {
    const path = join(folder, 'broken.csv');
    await writeFile(path, `${HEADER}\n1;x;uno;Cancelado;22/11/2026;`);
    const { code, out, err } = await world.run('settlement', 'import', path);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('Row 2, Monto: "uno" is not an amount such as 129.90.\nNothing was imported.\n');
    expect((await world.run('settlement', 'import', join(folder, 'none.csv'))).err).toContain('ENOENT');
  });

  it.each([
    [['import', 'x', '--kind', 'payroll'], '--kind is transactions or liquidation, not payroll'],
    [['import', 'x', '--map', 'gross'], '--map takes pairs such as a=b,c=d, not "gross"'],
    [['import', 'x', '--status', 'Listo=done'], '"done" is none of pending, paid'],
    [['import', 'x', '--from', '2026-02-30'], '--from is a day such as 2026-11-22, not 2026-02-30'],
    [['report', '--by', 'moon'], '--by is one of day, payout, difference, statement, not moon'],
    [['report', '--from', '2026-02-02', '--to', '2026-02-01'], '--from 2026-02-02 is after --to 2026-02-01'],
    [['rules', 'burn'], 'Say list or add, not burn'],
    [['rules', 'add'], '--from says from which day on'],
    [['rules', 'add', '--from', '2026-11-01', '--percentage', '101'], '--percentage is a percentage'],
    [
      ['rules', 'add', '--from', '2026-11-01', '--percentage', '3', '--fixed', '1'],
      '--fixed is an amount such as 1.50, not 1',
    ],
    [
      ['rules', 'add', '--from', '2026-11-01', '--percentage', '3', '--cycle', 't+9'],
      '--cycle is one of t+1, t+3, weekly',
    ],
  ])('says how %j should have been', async (words, sentence) => {
    const { code, err } = await world.run('settlement', ...words);
    expect(code).toBe(64);
    expect(err).toContain(sentence);
  });

  it('names the accounts when there is none of that name', async () => {
    const { code, err } = await world.run('settlement', 'report', '--account', 'usd');
    expect(code).toBe(1);
    expect(err).toContain('There is no account "usd". There are: default.');
  });

  it('rules are added by day, listed in order, and told in the audit log', async () => {
    expect((await world.run('settlement', 'rules', 'list')).out).toContain('No rule.');
    const terms = [
      '--percentage',
      '3.99',
      '--minimum',
      '1.00',
      '--rounding',
      'invoice',
      '--cycle',
      'weekly',
      '--weekday',
      'monday',
    ];
    await world.run('settlement', 'rules', 'add', '--from', '2020-06-01', ...terms);
    const { out } = await world.run(
      'settlement',
      'rules',
      'add',
      '--from',
      '2020-01-01',
      '--percentage',
      '4',
      '--json',
    );
    expect(JSON.parse(out)).toEqual({
      rules: [
        {
          from: '2020-01-01',
          percentage: '4.00',
          fixed: '0.00',
          minimum: '0.00',
          igv: '18.00',
          rounding: 'line',
          cycle: 't+1',
        },
        {
          from: '2020-06-01',
          percentage: '3.99',
          fixed: '0.00',
          minimum: '1.00',
          igv: '18.00',
          rounding: 'invoice',
          cycle: 'weekly, monday',
        },
      ],
    });
    const audit = await world.database.query<{ action: string }>(
      'select action from audit_entry where action like $1',
      ['settlement%'],
    );
    expect(audit).toHaveLength(2);
  });

  // 129.90 × 3.99 % and the minimum of 1.00 for 5.00.
  it('report compares, for people, for programs, and for accounting with formulas made harmless', async () => {
    const people = await world.run('settlement', 'report', ...days);
    expect(people.out).toContain('1 line(s) agree.');
    expect(people.out).toContain('Only theirs: 1. Amount differs: 0. State differs: 1.');
    expect(people.out).toMatch(/2\s+134\.90\s+0\s+0\.00\s+6\.18\s+1\.11\s+127\.61/);

    const { out } = await world.run('settlement', 'report', ...days, '--json');
    const report = JSON.parse(out) as { days: Record<string, unknown>[]; matches: Record<string, number> };
    expect(report.days[0]).toMatchObject({
      theirCount: 2,
      theirGross: '134.90',
      ourGross: '0.00',
      expected: { commission: '6.18' },
    });
    expect(report.matches).toMatchObject({ matched: 1, only_theirs: 1, state_differs: 1 });

    const csv = join(folder, 'differences.csv');
    expect((await world.run('settlement', 'report', ...days, '--by', 'difference', '--csv', csv)).code).toBe(0);
    const rows = parse(await readFile(csv, 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      { DIFFERENCE: 'only_theirs', CIP: '77777', 'TRANSACTION CODE': "'=cmd", 'THEIR AMOUNT': '5.00', 'OUR STATE': '' },
      { DIFFERENCE: 'state_differs', CIP: cips[0], ORDER: "'=A-1", 'OUR STATE': 'unpaid', FILE: 'panel.csv', ROW: '2' },
    ]);
    const payouts = await world.run('settlement', 'report', ...days, '--by', 'payout');
    expect(payouts.out).toContain('EXPECTED GROSS');
    expect((await world.run('settlement', 'report', ...days, '--by', 'difference')).out).toMatch(
      /state_differs\s+\d+\s+=A-1/,
    );
  });

  it('report names the statement lines whose fee is not what the rule says', async () => {
    const [, today = ''] = days;
    const path = join(folder, 'payout.csv');
    const rows = [
      `5.00;1.00;0.18;3.82;${today};L-1;77777`,
      `9.00;1.00;0.18;7.82;${today};L-1;88888`,
      `5.00;0.90;0.16;3.94;${today};L-2;77777`,
    ];
    await writeFile(path, ['Bruto;Comisión;IGV;Neto;Fecha;Referencia;CIP', ...rows].join('\n'));
    expect((await world.run('settlement', 'import', path, '--kind', 'liquidation')).code).toBe(0);
    const { out } = await world.run('settlement', 'report', ...days, '--by', 'statement', '--json');
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(found).toMatchObject([
      { difference: 'unknown_cip', cip: '88888', statedGross: '9.00' },
      {
        difference: 'fee_differs',
        reference: 'L-2',
        stated: { commission: '0.90' },
        expected: { commission: '1.00', igv: '0.18' },
      },
    ]);
  });
});
