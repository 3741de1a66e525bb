import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { OutageRecovery } from '../outages/outage-recovery.js';
import { type CheckResult, sound } from './alarm.js';
import { Alerts } from './alerts.js';
import { CatchUp, type CatchUpOptions } from './catch-up.js';
import { checkHeldOrders, checkPausedPolling } from './gateway-checks.js';
import { checkEndingKeys } from './key-checks.js';
import { checkRefused } from './notification-checks.js';
import { SilentGateway } from './silent-gateway.js';
import { Suspicions } from './suspicions.js';
import { checkFailedNotifications, checkOverdueCases, checkOverdueWork } from './work-checks.js';

export interface WatchOptions extends CatchUpOptions {
  readonly expiry: { readonly graceMs: number; readonly maxHoldMs: number };
  /** One check could not look; the others did. */
  readonly onFailed: (error: unknown, what: string) => void;
}

type Check = readonly [what: string, look: () => Promise<unknown>];

/** Looks at everything that a person should hear of, twice a minute; looks that meet do no harm. */
export class Watch {
  private readonly checks: readonly Check[];

  constructor(
    dataSource: DataSource,
    clock: Clock,
    private readonly options: WatchOptions,
  ) {
    const alerts = new Alerts(dataSource, clock);
    const suspicions = new Suspicions(dataSource);
    const catchUp = new CatchUp(dataSource, clock, options);
    const recovery = new OutageRecovery(dataSource, clock, alerts, catchUp);
    const silence = new SilentGateway(dataSource, clock, alerts, catchUp);
    const soundAll = async (results: readonly CheckResult[]): Promise<void> => {
      for (const result of results) await sound(alerts, suspicions, result);
    };
    // Outages first: what nobody could hear meanwhile is no silence of the gateway.
    this.checks = [
      ['outages', () => recovery.look()],
      ['announcements', () => silence.look()],
      ['searches to bring forward', () => catchUp.bringForward()],
      ['overdue work', async () => soundAll(await checkOverdueWork(dataSource, clock.now()))],
      ['failed notifications', async () => soundAll(await checkFailedNotifications(dataSource, clock.now()))],
      ['overdue cases', async () => soundAll(await checkOverdueCases(dataSource, clock.now()))],
      ['refused notifications', async () => soundAll(await checkRefused(dataSource, clock.now()))],
      ['held orders', async () => soundAll(await checkHeldOrders(dataSource, { now: clock.now(), ...options.expiry }))],
      ['paused searches', async () => soundAll(await checkPausedPolling(dataSource))],
      ['ending keys', async () => soundAll(await checkEndingKeys(dataSource, clock.now()))],
    ];
  }

  /** A check that fails keeps no other from looking. */
  async look(): Promise<void> {
    for (const [what, look] of this.checks) {
      try {
        await look();
      } catch (error) {
        this.options.onFailed(error, `could not look at ${what}`);
      }
    }
  }
}
