import type { DataSource } from 'typeorm';
import { parseNotification } from '#pagoefectivo';
import { createPayments, DEFAULT_SHOP_ID, paymentEntities, paymentMigrations, type Payments } from '#payments';
import { createDataSource, Resources, SecretBox } from '#platform';
import { FrozenClock, TEST_MASTER_KEY, testDatabase, type TestDatabase } from '#testing';
import { openDueOrders, type DueOrders } from './due-orders.js';
import { ScriptedGateway } from './scripted-gateway.js';

export const DEADLINE = new Date('2026-11-25T05:00:00.000Z');
export const GRACE_MS = 600_000;
export const MAX_HOLD_MS = 72 * 3_600_000;

/** A database with the default shop and its account at a scripted gateway; the clock stands an hour past the deadline. */
export interface ClosingWorld {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly clock: FrozenClock;
  readonly gateway: ScriptedGateway;
  readonly payments: Payments;
  readonly owner: { readonly shopId: string; readonly accountId: string };
  /** What the library said of failures. */
  readonly failures: string[];
  openDue(orders: Pick<DueOrders, 'count' | 'state'> & Partial<DueOrders>): Promise<void>;
  /** How many payments have each state. */
  states(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface ClosingWorldOptions {
  readonly budgetPerMinute?: number;
  readonly searchBatch?: number;
  readonly poolSize?: number;
}

export function openClosingWorld(options: ClosingWorldOptions = {}): Promise<ClosingWorld> {
  return Resources.opening(async (resources) => {
    const database = resources.add(await testDatabase(), (opened) => opened.drop());
    const dataSource = createDataSource({
      url: database.url,
      poolSize: options.poolSize ?? 10,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: 'closing-spec',
    });
    await dataSource.initialize();
    resources.add(dataSource, (opened) => opened.destroy());
    const clock = new FrozenClock(new Date(DEADLINE.getTime() + 3_600_000));
    const gateway = new ScriptedGateway();
    const failures: string[] = [];
    const payments = createPayments({
      dataSource,
      clock,
      settings: {
        gateway: {
          budgetPerMinute: options.budgetPerMinute ?? 100_000,
          callerWaitMs: 10_000,
          timeoutMs: 10_000,
          searchBatch: options.searchBatch ?? 50,
          pollScheduleMs: null,
        },
        checkout: { publicUrl: 'http://shop.test', paymentTtlMs: 24 * 3_600_000, expiringSoonMs: [] },
        expiry: { graceMs: GRACE_MS, maxHoldMs: MAX_HOLD_MS },
        refunds: { approvalAboveMinor: 20_000n },
        feedMonths: 13,
        retentionMonths: 13,
        messageArchiveDir: null,
      },
      sealer: SecretBox.fromBase64({ current: TEST_MASTER_KEY }),
      connect: () => gateway,
      readNotification: parseNotification,
      signals: {
        eventsWritten: () => undefined,
        inboxChanged: () => undefined,
        casesDue: () => undefined,
        oddity: () => undefined,
        notificationFailed: ({ reason }) => void failures.push(reason),
        failed: (error, what) => void failures.push(`${what}: ${String(error)}`),
      },
    });
    resources.add(payments, (opened) => opened.close());
    await payments.accounts.seedDefaults({
      baseUrl: 'http://127.0.0.1:1',
      sandbox: true,
      serviceId: '1042',
      accessKey: 'CLOSINGSPECKEY000001',
      secretKey: 'closing-spec-secret',
    });
    const account = await payments.accounts.bySlug('default');
    if (!account) throw new Error('the default account was not seeded');
    const owner = { shopId: DEFAULT_SHOP_ID, accountId: account.id };
    return {
      database,
      dataSource,
      clock,
      gateway,
      payments,
      owner,
      failures,
      openDue: (orders) => openDueOrders(dataSource, { ...owner, expiresAt: DEADLINE, ...orders }),
      async states() {
        const rows = await database.query<{ state: string; count: number }>(
          'select state, count(*)::int as count from payment group by state order by state',
        );
        return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
      },
      close: () => resources.close(),
    };
  });
}
