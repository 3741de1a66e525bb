import type { DataSource } from 'typeorm';
import { FrozenClock, testDatabase, TestGateway, testShop, waitFor } from '#testing';
import type { TestDatabase, TestShop } from '#testing';
import { limaInstant } from '../orders/lima-instant.js';
import { connect } from '../outbox/outbox.fixture.js';
import type { AlertView } from './alert-view.js';
import { Alerts } from './alerts.js';

const MINUTE_MS = 60_000;

/** Runs works that meet at a row that is locked meanwhile: each goes on only once all of them wait for it. */
export async function meetAt<Result>(
  dataSource: DataSource,
  lock: { readonly sql: string; readonly parameters: readonly unknown[] },
  works: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  let running: Promise<Result>[] = [];
  await dataSource.transaction(async (manager) => {
    await manager.query(lock.sql, [...lock.parameters]);
    running = works.map((work) => work());
    await waitFor(
      async () => {
        const waiting = await dataSource.query<unknown[]>(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length === works.length;
      },
      { what: 'all of them to wait for the lock' },
    );
  });
  return Promise.all(running);
}

/** The default shop at a test gateway, with everything that the watch looks at. */
export class WatchStage {
  readonly alerts: Alerts;

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly clock: FrozenClock,
    readonly gateway: TestGateway,
    readonly shop: TestShop,
  ) {
    this.alerts = new Alerts(dataSource, clock);
  }

  static async open(): Promise<WatchStage> {
    const database = await testDatabase();
    const dataSource = await connect(database.url);
    const clock = new FrozenClock();
    const gateway = await TestGateway.start();
    const shop = await testShop({
      dataSource,
      clock,
      gateway,
      settings: {
        gateway: {
          budgetPerMinute: 100_000,
          callerWaitMs: 5_000,
          timeoutMs: 5_000,
          searchBatch: 50,
          pollScheduleMs: null,
        },
        checkout: {
          publicUrl: 'http://shop.test',
          paymentTtlMs: 24 * 60 * MINUTE_MS,
          expiringSoonMs: [60 * MINUTE_MS],
        },
        refunds: { approvalAboveMinor: 20_000n },
        feedMonths: 13,
        retentionMonths: 13,
        messageArchiveDir: null,
        expiry: { graceMs: 10 * MINUTE_MS, maxHoldMs: 72 * 60 * MINUTE_MS },
      },
    });
    return new WatchStage(database, dataSource, clock, gateway, shop);
  }

  async close(): Promise<void> {
    await this.shop.close();
    await this.dataSource.destroy();
    await this.gateway.close();
    await this.database.drop();
  }

  look(): Promise<void> {
    return this.shop.payments.watch.look();
  }

  /** As if everything that was found now had been found for that long. */
  async suspectedFor(ms: number): Promise<void> {
    await this.dataSource.query(`update suspicion set since = since - $1 * interval '1 millisecond'`, [ms]);
  }

  uncleared(kind: AlertView['kind']): Promise<AlertView[]> {
    return this.alerts.list({ state: 'uncleared' }).then((all) => all.filter((alert) => alert.kind === kind));
  }

  /** An order that is paid now, of which only a search tells. */
  async paidUnheard(): Promise<{ paymentId: string; cip: string }> {
    const { payment } = await this.shop.order();
    const cip = payment.cips[0]?.number ?? '';
    this.gateway.pay(cip, limaInstant(this.clock.now()));
    await this.shop.payments.search.checkPayment(payment.id);
    return { paymentId: payment.id, cip };
  }

  /** An order that is paid now and announced at once. */
  async paidAnnounced(): Promise<void> {
    const { cip } = await this.paidUnheard();
    await this.announce(cip);
  }

  async announce(cip: string): Promise<void> {
    await this.shop.notify({ cip, amount: '129.90' });
    await this.shop.payments.applier.drain();
  }

  async state(paymentId: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ state: string }[]>('select state from payment where id = $1', [
      paymentId,
    ]);
    return row?.state;
  }

  async budget(): Promise<{ catchingUp: boolean } | undefined> {
    const [row] = await this.dataSource.query<{ catchingUp: boolean }[]>(
      'select coalesce(catch_up_until > now(), false) as "catchingUp" from gateway_budget',
    );
    return row;
  }
}
