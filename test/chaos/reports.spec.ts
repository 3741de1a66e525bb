import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUp, asTable, readRuns, writeRuns, type ChaosRun } from '../../scripts/chaos-reports.mjs';

const run = (change: Partial<ChaosRun> = {}): ChaosRun => ({
  backend: 'redis',
  jobs: 2,
  seconds: 90,
  lived: [2, 1],
  broken: [],
  tally: { rounds: 2, 'fault: ERP: slow': 3 },
  skipped: [],
  ...change,
});

describe('reports of several runs', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-reports-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are added up for each backend', () => {
    const other = run({ lived: [3, 9], broken: [{ seed: 9, broken: ['a rule'] }], tally: { rounds: 2, orders: 72 } });
    expect(addUp([other, run({ backend: 'postgres', skipped: ['a fault'] }), run()])).toEqual([
      {
        backend: 'postgres',
        runs: 1,
        seconds: 90,
        lived: [1, 2],
        broken: [],
        tally: { rounds: 2, 'fault: ERP: slow': 3 },
        skipped: ['a fault'],
      },
      {
        backend: 'redis',
        runs: 2,
        seconds: 180,
        lived: [1, 2, 3, 9],
        broken: [{ seed: 9, broken: ['a rule'] }],
        tally: { rounds: 4, orders: 72, 'fault: ERP: slow': 3 },
        skipped: [],
      },
    ]);
  });

  it('count no round twice', () => {
    expect(() => addUp([run(), run({ lived: [2] })])).toThrow('Seed 2 was lived through more than once on redis');
    expect(addUp([run(), run({ backend: 'postgres' })])).toHaveLength(2);
  });

  it('are told with the seeds, what could not be done, and what broke', () => {
    const broken = [
      { seed: 9, broken: ['a rule'] },
      { seed: 9, broken: ['another'] },
    ];
    const [sum] = addUp([run({ lived: [9, 1, 2, 3], broken, skipped: ['disk of Postgres full'] })]);
    const text = sum ? asTable(sum) : '';
    expect(text).toContain('Queue on redis: 4 round(s) in 1 run(s), 2 min; seeds 1 to 3, 9.');
    expect(text).toContain('| fault: ERP: slow |       3 |');
    expect(text).toContain('Not possible here: disk of Postgres full.');
    expect(text).toContain('Broken: seeds 9.');
  });

  it('are kept in files, and nothing else is taken for one', () => {
    const file = join(folder, 'run.json');
    writeRuns(file, [run()]);
    expect(readRuns(file)).toEqual([run()]);
    writeFileSync(file, '{"runs":[]}');
    expect(() => readRuns(file)).toThrow('is no report');
  });
});
