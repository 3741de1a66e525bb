import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import {
  AccountDirectory,
  createSettlement,
  type ImportOutcome,
  type ImportReport,
  type ImportRequest,
  paymentEntities,
  paymentMigrations,
  type Settlement,
  settlementAccount,
  type SettlementAccount,
} from '#payments';
import { createDataSource, Resources, SecretBox } from '#platform';
import { FrozenClock, TEST_MASTER_KEY, testDatabase, type TestDatabase } from '#testing';

/** A database with one account, and settlement on it. */
export interface SettlementWorld {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly clock: FrozenClock;
  readonly account: SettlementAccount;
  readonly settlement: Settlement;
  /** A folder of its own for files. */
  readonly folder: string;
  import(path: string, request?: Partial<ImportRequest>): Promise<ImportOutcome>;
  /** The same, for a file that is new. */
  imported(path: string, request?: Partial<ImportRequest>): Promise<ImportReport>;
  close(): Promise<void>;
}

export function openSettlementWorld(): Promise<SettlementWorld> {
  return Resources.opening(async (resources) => {
    const database = resources.add(await testDatabase(), (opened) => opened.drop());
    const dataSource = createDataSource({
      url: database.url,
      poolSize: 4,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: 'settlement-spec',
    });
    await dataSource.initialize();
    resources.add(dataSource, (opened) => opened.destroy());
    const folder = await mkdtemp(join(tmpdir(), 'chasqui-settlement-'));
    resources.add(folder, (path) => rm(path, { recursive: true, force: true }));
    const clock = new FrozenClock(new Date('2026-11-25T12:00:00Z'));
    await new AccountDirectory(dataSource, clock, SecretBox.fromBase64({ current: TEST_MASTER_KEY })).seedDefaults({
      baseUrl: 'http://127.0.0.1:1',
      sandbox: true,
      serviceId: '1042',
      accessKey: 'SETTLEMENTSPECKEY001',
      secretKey: 'settlement-spec-secret',
    });
    const account = await settlementAccount(dataSource, null);
    const settlement = createSettlement(dataSource, clock);
    const run = (path: string, request: Partial<ImportRequest> = {}): Promise<ImportOutcome> =>
      settlement.importer.import({ path, name: 'export', kind: 'transactions', account, actor: 'spec', ...request });
    return {
      database,
      dataSource,
      clock,
      account,
      settlement,
      folder,
      import: run,
      async imported(path, request) {
        const outcome = await run(path, request);
        if (outcome.kind !== 'imported') throw new Error(`${path} was imported before`);
        return outcome.report;
      },
      close: () => resources.close(),
    };
  });
}
