import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Difference } from '#payments';
import { bookStatements, plant, writePanelCsv, writePanelXlsx } from './panel-export.js';
import { openSettlementWorld, type SettlementWorld } from './settlement-world.js';

const COUNT = 5000;
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

describe.each(['csv', 'xlsx'] as const)('a panel export as %s with planted differences of every kind', (format) => {
  let world: SettlementWorld;
  const { planted, lines } = plant(COUNT, 20_261_125);

  beforeAll(async () => {
    world = await openSettlementWorld();
    for (const statement of bookStatements(COUNT)) await world.dataSource.query(statement);
    const path = join(world.folder, `export.${format}`);
    await (format === 'csv' ? writePanelCsv(path, lines()) : writePanelXlsx(path, lines()));
    const report = await world.imported(path);
    expect(report).toMatchObject({ format, lines: COUNT, added: COUNT, updated: 0, outdated: 0, searchesDue: 23 });
  });

  afterAll(() => world.close());

  it('brings out exactly these', async () => {
    const found: Record<string, string[]> = {};
    await world.settlement.reports.eachDifference(world.account.id, OCTOBER, async ({ match, cip }: Difference) => {
      (found[match] ??= []).push(cip);
    });
    expect(found).toEqual(planted);
    const { matches } = await world.settlement.reports.report(world.account.id, OCTOBER);
    expect(matches).toEqual({
      matched: COUNT - 4 * 23,
      newer_here: 0,
      only_ours: 23,
      only_theirs: 23,
      amount_differs: 23,
      state_differs: 23,
      state_unknown: 23,
    });
  });
});
