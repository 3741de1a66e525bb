import type { DataSource } from 'typeorm';
import { parseNotification } from '#pagoefectivo';
import {
  AccountDirectory,
  createPayments,
  DEFAULT_SHOP_ID,
  paymentEntities,
  paymentMigrations,
  type Payments,
} from '#payments';
import { createDataSource, migrateDatabase, Resources, SecretBox } from '#platform';
import { ScriptedGateway } from '../closing/scripted-gateway.js';
import { storePayments } from './growth-fill.js';

/** Nothing is measured of the gateway: whatever is due may be asked. */
const BUDGET_LIFTED = 100_000;
const MASTER_KEY = Buffer.alloc(32, 9).toString('base64');

/** A database with stored payments, and the product's own classes on it, at a gateway inside the process. */
export interface GrowthWorld {
  readonly stored: number;
  readonly open: number;
  readonly dataSource: DataSource;
  readonly payments: Payments;
  readonly gateway: ScriptedGateway;
  readonly shopId: string;
  readonly accountId: string;
  /** When it was filled. */
  readonly filledAt: Date;
  /** What the product's clock says. */
  setClock(now: Date): void;
  /** What the library said of failures: to stay empty. */
  readonly failures: string[];
  close(): Promise<void>;
}

export interface GrowthWorldOptions {
  /** Of an empty database. */
  readonly url: string;
  readonly payments: number;
  /** How many of them are still to be paid. */
  readonly open: number;
  readonly now: Date;
  /** The database is filled already. */
  readonly filled?: boolean;
  readonly onProgress?: (done: number) => void;
}

export function openGrowthWorld(options: GrowthWorldOptions): Promise<GrowthWorld> {
  return Resources.opening(async (resources) => {
    const dataSource = createDataSource({
      url: options.url,
      poolSize: 5,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: 'growth',
    });
    await dataSource.initialize();
    resources.add(dataSource, (opened) => opened.destroy());
    await migrateDatabase(dataSource);
    let now = options.now;
    const clock = { now: () => now };
    const sealer = SecretBox.fromBase64({ current: MASTER_KEY });
    const accountId = await seed(new AccountDirectory(dataSource, clock, sealer));
    const owner = { shopId: DEFAULT_SHOP_ID, accountId };
    const { payments: count, open } = options;
    if (options.filled !== true)
      await storePayments(dataSource, { count, open, now: options.now, ...owner }, options.onProgress);
    const gateway = new ScriptedGateway();
    const failures: string[] = [];
    const payments = createPayments({
      dataSource,
      clock,
      settings: {
        gateway: {
          budgetPerMinute: BUDGET_LIFTED,
          callerWaitMs: 10_000,
          timeoutMs: 10_000,
          searchBatch: 50,
          pollScheduleMs: null,
        },
        checkout: { publicUrl: 'http://shop.test', paymentTtlMs: 24 * 3_600_000, expiringSoonMs: [] },
        expiry: { graceMs: 600_000, maxHoldMs: 72 * 3_600_000 },
        refunds: { approvalAboveMinor: 20_000n },
        feedMonths: 13,
        retentionMonths: 13,
        messageArchiveDir: null,
      },
      sealer,
      connect: () => gateway,
      readNotification: parseNotification,
      signals: {
        eventsWritten: () => undefined,
        inboxChanged: () => undefined,
        casesDue: () => undefined,
        oddity: ({ what }) => void failures.push(what),
        notificationFailed: ({ reason }) => void failures.push(reason),
        failed: (error, what) => void failures.push(`${what}: ${String(error)}`),
      },
    });
    resources.add(payments, (opened) => opened.close());
    return {
      stored: count,
      open,
      dataSource,
      payments,
      gateway,
      ...owner,
      filledAt: options.now,
      setClock: (instant) => void (now = instant),
      failures,
      close: () => resources.close(),
    };
  });
}

async function seed(accounts: AccountDirectory): Promise<string> {
  await accounts.seedDefaults({
    baseUrl: 'http://127.0.0.1:1',
    sandbox: true,
    serviceId: '1042',
    accessKey: 'GROWTHBENCHKEY000001',
    secretKey: 'growth-bench-secret',
  });
  const account = await accounts.bySlug('default');
  if (!account) throw new Error('the default account was not seeded');
  return account.id;
}
