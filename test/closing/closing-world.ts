import type { DataSource } from 'typeorm';
import { AccountDirectory, DEFAULT_SHOP_ID, paymentEntities, paymentMigrations } from '#payments';
import { createDataSource, Resources, SecretBox } from '#platform';
import { FrozenClock, TEST_MASTER_KEY, testDatabase, type TestDatabase } from '#testing';

/** A database with the default shop and its account. */
export interface ClosingWorld {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly clock: FrozenClock;
  readonly owner: { readonly shopId: string; readonly accountId: string };
  close(): Promise<void>;
}

export function openClosingWorld(poolSize = 10): Promise<ClosingWorld> {
  return Resources.opening(async (resources) => {
    const database = resources.add(await testDatabase(), (opened) => opened.drop());
    const dataSource = createDataSource({
      url: database.url,
      poolSize,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: 'closing-spec',
    });
    await dataSource.initialize();
    resources.add(dataSource, (opened) => opened.destroy());
    const clock = new FrozenClock('2026-11-25T06:00:00.000Z');
    const accounts = new AccountDirectory(dataSource, clock, SecretBox.fromBase64({ current: TEST_MASTER_KEY }));
    await accounts.seedDefaults({
      baseUrl: 'http://127.0.0.1:1',
      sandbox: true,
      serviceId: '1042',
      accessKey: 'CLOSINGSPECKEY000001',
      secretKey: 'closing-spec-secret',
    });
    const account = await accounts.bySlug('default');
    if (!account) throw new Error('the default account was not seeded');
    return {
      database,
      dataSource,
      clock,
      owner: { shopId: DEFAULT_SHOP_ID, accountId: account.id },
      close: () => resources.close(),
    };
  });
}
