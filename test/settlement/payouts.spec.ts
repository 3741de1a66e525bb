import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeeRule, SettlementFileError } from '#payments';
import { openSettlementWorld, type SettlementWorld } from './settlement-world.js';

const RULE: FeeRule = {
  validFrom: '2026-01-01',
  percentageBp: 399,
  fixedMinor: 0n,
  minimumMinor: 100n,
  igvBp: 1800,
  rounding: 'line',
  cycle: { kind: 't+1' },
};
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };

describe('payouts', () => {
  let world: SettlementWorld;
  let count = 0;

  beforeAll(async () => {
    world = await openSettlementWorld();
    await world.settlement.rules.add(world.account.id, RULE, 'spec');
    // From November 20, a Friday, everything costs more and is paid out in three days.
    const later: FeeRule = { ...RULE, validFrom: '2026-11-20', percentageBp: 500, cycle: { kind: 't+3' } };
    await world.settlement.rules.add(world.account.id, later, 'spec');
    await world.imported(
      await file(
        [
          'CIP;Monto;Estado;Fec.Emisión;Fec.Cancelación',
          '1001;129.90;Cancelado;18/11/2026 08:00;18/11/2026 23:59:59',
          '1002;20.00;Cancelado;18/11/2026 08:00;18/11/2026 00:00:00',
          '1003;50.00;Expirado;18/11/2026 08:00;',
          '1004;100.00;Cancelado;19/11/2026 08:00;20/11/2026 00:00:00',
        ].join('\n'),
      ),
    );
  });

  afterAll(() => world.close());

  async function file(text: string): Promise<string> {
    count += 1;
    const path = join(world.folder, `${count}.csv`);
    await writeFile(path, text);
    return path;
  }

  const statement = (
    rows: readonly string[],
    header = 'Monto Bruto;Comisión;IGV;Monto Neto;Fecha;Referencia',
  ): Promise<string> => file([header, ...rows].join('\n'));
  const liquidation = { kind: 'liquidation' as const };

  it('are expected per day, by the rule of the day in Lima', async () => {
    const { days } = await world.settlement.reports.report(world.account.id, NOVEMBER);
    expect(
      days.map(({ day, theirCount, theirGrossMinor, expected }) => ({ day, theirCount, theirGrossMinor, ...expected })),
    ).toEqual([
      // 129.90 × 3.99 % = 5.18, IGV 0.93; 20.00 costs the minimum of 1.00, IGV 0.18.
      {
        day: '2026-11-18',
        theirCount: 2,
        theirGrossMinor: 14_990n,
        commissionMinor: 618n,
        igvMinor: 111n,
        netMinor: 14_261n,
        payoutDay: '2026-11-19',
      },
      {
        day: '2026-11-20',
        theirCount: 1,
        theirGrossMinor: 10_000n,
        commissionMinor: 500n,
        igvMinor: 90n,
        netMinor: 9410n,
        payoutDay: '2026-11-25',
      },
    ]);
  });

  it('are compared with statements to the céntimo, and what does not add up is a case until it does', async () => {
    const wrong = await statement(['149.90;6.18;1.12;142.60;19/11/2026;OP-1']);
    expect(await world.imported(wrong, liquidation)).toMatchObject({ lines: 1, added: 1, casesOpened: 1 });
    const { payouts } = await world.settlement.reports.report(world.account.id, NOVEMBER);
    expect(payouts).toEqual([
      {
        payoutDay: '2026-11-19',
        expected: { count: 2, grossMinor: 14_990n, commissionMinor: 618n, igvMinor: 111n, netMinor: 14_261n },
        stated: { count: 1, grossMinor: 14_990n, commissionMinor: 618n, igvMinor: 112n, netMinor: 14_260n },
        difference: { grossMinor: 0n, commissionMinor: 0n, igvMinor: 1n, netMinor: -1n },
      },
      {
        payoutDay: '2026-11-25',
        expected: { count: 1, grossMinor: 10_000n, commissionMinor: 500n, igvMinor: 90n, netMinor: 9410n },
        stated: null,
        difference: null,
      },
    ]);
    const open = `select details->>'payoutDay' as day, details->'statedLessExpected' as less from review_case where state = 'open'
      and kind = 'settlement_difference'`;
    const [found] = await world.dataSource.query<Record<string, unknown>[]>(open);
    expect(found).toEqual({
      day: '2026-11-19',
      less: { gross: '0.00', commission: '0.00', igv: '0.01', net: '-0.01' },
    });

    // The statement comes again, mended: the same line of the same payout.
    const right = await statement(['149.90;6.18;1.11;142.61;19/11/2026;OP-1']);
    expect(await world.imported(right, liquidation)).toMatchObject({ added: 0, updated: 1, casesOpened: 0 });
    expect(await world.dataSource.query(open)).toEqual([]);
  });

  it('take statements that go down to CIPs, sign what is kept with a minus, and take money back', async () => {
    const path = await statement(
      [
        '01/12/2026;L-9;100.00;-5.00;-0.90;94.10;1004',
        '01/12/2026;L-9;-100.00;5.00;0.90;-94.10;1004',
        '01/12/2026;L-9;20.00;-1.00;-0.18;18.82;1005.0',
      ],
      'Abono;Nro;Importe;Retenido;Impuesto;Depósito;CIP',
    );
    const map = { gross: 'Importe', commission: 'Retenido', net: 'Depósito', date: 'Abono', reference: 'nro' };
    expect(await world.imported(path, { ...liquidation, map })).toMatchObject({ lines: 3, added: 3, warnings: [] });
    const rows = await world.dataSource.query(
      `select cip_number as cip, ordinal, gross_minor::int as gross, commission_minor::int as commission, net_minor::int as net
       from settlement_payout_line where reference = 'L-9' order by file_row`,
    );
    expect(rows).toEqual([
      { cip: '1004', ordinal: 1, gross: 10_000, commission: 500, net: 9410 },
      { cip: '1004', ordinal: 2, gross: -10_000, commission: -500, net: -9410 },
      { cip: '1005', ordinal: 1, gross: 2000, commission: 100, net: 1882 },
    ]);
  });

  it.each([
    [
      'a row that does not add up',
      ['149.90;6.18;1.11;149.90;19/11/2026;OP-2'],
      'Row 2, Monto Neto: "149.90" is not the gross less commission and IGV',
    ],
    ['a row without a reference', ['149.90;6.18;1.11;142.61;19/11/2026;'], 'Row 2, Referencia: "" must not be empty'],
    ['a row without a day', ['149.90;6.18;1.11;142.61;;OP-2'], 'Row 2, Fecha: "" must have a date'],
  ])('refuse %s', async (_what, rows, sentence) => {
    const error = await world.import(await statement(rows), liquidation).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SettlementFileError);
    expect(String(error)).toContain(sentence);
  });

  it('refuse a statement whose columns are called otherwise, and say how to map them', async () => {
    const error = await world.import(await statement(['1;1'], 'Bruto;Fecha'), liquidation).catch(String);
    expect(error).toContain('lacks the column "Comisión" (commission)');
    expect(error).toContain('--map');
  });
});
