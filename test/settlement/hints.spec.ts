import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookStatements, limaText, plant, writePanelCsv } from './panel-export.js';
import { openSettlementWorld, type SettlementWorld } from './settlement-world.js';

const COUNT = 2000;
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

describe('what follows from an import', () => {
  let world: SettlementWorld;
  const { planted, lines } = plant(COUNT, 99);
  const first = (kind: keyof typeof planted, nth = 0): string => planted[kind][nth] ?? '';

  beforeAll(async () => {
    world = await openSettlementWorld();
    for (const statement of bookStatements(COUNT)) await world.dataSource.query(statement);
    const path = join(world.folder, 'october.csv');
    await writePanelCsv(path, lines());
    const paidForeign = [...lines()].filter(({ cip, status }) => cip.startsWith('9') && status === 'Cancelado').length;
    const report = await world.imported(path);
    expect(report.searchesDue).toBe(23);
    expect(report.casesOpened).toBe(23 + 23 + paidForeign);
  });

  afterAll(() => world.close());

  function cases(difference: string): Promise<Record<string, unknown>[]> {
    return world.dataSource.query(
      `select kind, state, payment_id, details->>'cip' as cip, resolved_by from review_case
       where details->>'difference' = $1 order by details->>'cip'`,
      [difference],
    );
  }

  async function say(cip: string, status: string, paidAt: Date | null): Promise<void> {
    const [line] = await world.dataSource.query<{ amount: string; issued: Date }[]>(
      'select amount_minor::text as amount, created_at as issued from cip where number = $1',
      [cip],
    );
    const path = join(world.folder, `${cip}-${status}-${world.clock.now().getTime()}.csv`);
    const amount = (Number(line?.amount) / 100).toFixed(2);
    const text = `CIP;Monto;Estado;Fec.Emisión;Fec.Cancelación;Fec.Actualizacion\n${cip};${amount};${status};${limaText(line?.issued ?? null)};${limaText(paidAt)};${limaText(world.clock.now())}\n`;
    await writeFile(path, text);
    await world.imported(path);
  }

  it('is never a change of a payment', async () => {
    const states = await world.dataSource.query<{ state: string; count: number }[]>(
      'select state, count(*)::int as count from payment group by 1 order by 1',
    );
    expect(states).toEqual([
      { state: 'expired', count: COUNT / 5 },
      { state: 'paid', count: (COUNT * 4) / 5 },
    ]);
    expect(await world.dataSource.query('select 1 from gateway_fact union all select 1 from outbox_event')).toEqual([]);
  });

  it('is a search where the states differ, and no case before the gateway was asked', async () => {
    const due = await world.dataSource.query<{ number: string }[]>(
      'select number from cip where poll_at <= $1 order by number',
      [world.clock.now()],
    );
    expect(due.map(({ number }) => number)).toEqual(planted.state_differs);
    expect(await cases('state_differs')).toEqual([]);
  });

  it('is a case where the amount differs, where ours is missing, and where money is on a CIP that nobody knows', async () => {
    expect((await cases('amount_differs')).map(({ cip }) => cip)).toEqual(planted.amount_differs);
    expect((await cases('only_ours')).map(({ cip }) => cip)).toEqual(planted.only_ours);
    const unknown = await cases('only_theirs');
    expect(unknown.length).toBeGreaterThan(0);
    for (const entry of unknown) {
      expect(planted.only_theirs).toContain(entry['cip']);
      expect(entry).toMatchObject({ kind: 'unknown_cip', state: 'open', payment_id: null });
    }
  });

  it('is a case once the gateway was asked and the state still differs', async () => {
    const cip = first('state_differs');
    await world.dataSource.query('update cip set polled_at = $2 where number = $1', [
      cip,
      new Date(world.clock.now().getTime() + 60_000),
    ]);
    const { casesOpened } = await world.settlement.reports.report(world.account.id, OCTOBER);
    expect(casesOpened).toBe(1);
    expect(await cases('state_differs')).toMatchObject([{ cip, kind: 'settlement_difference', state: 'open' }]);
    expect((await world.settlement.reports.report(world.account.id, OCTOBER)).casesOpened).toBe(0);
  });

  it('closes a case when a later file levels it', async () => {
    const cip = first('amount_differs');
    world.clock.advance(60_000);
    const [paid] = await world.dataSource.query<{ at: Date }[]>(
      'select r.paid_at as at from receipt r join cip c on c.id = r.cip_id where c.number = $1',
      [cip],
    );
    await say(cip, paid ? 'Cancelado' : 'Expirado', paid?.at ?? null);
    const levelled = (await cases('amount_differs')).find((entry) => entry['cip'] === cip);
    expect(levelled).toMatchObject({ state: 'resolved', resolved_by: 'settlement' });
  });

  it('is nothing where we know of a payment that is younger than the file', async () => {
    const cip = String(200_000_001);
    const receipt = `cip_id = (select id from cip where number = '${cip}')`;
    await world.dataSource.query(`update receipt set paid_at = $1 where ${receipt}`, [
      new Date(world.clock.now().getTime() + 1000),
    ]);
    await say(cip, 'Generado', null);
    const { matches } = await world.settlement.reports.report(world.account.id, OCTOBER);
    expect(matches.newer_here).toBe(1);
    const due = await world.dataSource.query('select 1 from cip where number = $1 and poll_at is not null', [cip]);
    expect(due).toEqual([]);
  });

  it('is one case for a whole file that fits nothing, instead of a thousand', async () => {
    const rows = Array.from(
      { length: 201 },
      (_, index) => `${800_000_000 + index};5.00;Pagado;01/11/2026;01/11/2026 10:00`,
    );
    const path = join(world.folder, 'foreign.csv');
    await writeFile(path, ['CIP;Monto;Estado;Fec.Emisión;Fec.Cancelación', ...rows].join('\n'));
    expect((await world.imported(path)).casesOpened).toBe(1);
    const [one] = await world.dataSource.query(`select kind, details from review_case where details ? 'count'`);
    expect(one).toMatchObject({ kind: 'settlement_difference', details: { difference: 'only_theirs', count: 201 } });
  });
});
