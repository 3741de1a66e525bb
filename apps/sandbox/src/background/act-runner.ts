import { LessThanOrEqual, type DataSource, type EntityManager } from 'typeorm';
import type { CipBook } from '../cips/cip-book.js';
import { shownStatus } from '../cips/cip-state.js';
import { DEFAULT_CHANNEL, type PaymentDesk } from '../cips/payment-desk.js';
import { LATE_PAYMENT_AFTER_MS } from '../cips/scenario.js';
import type { Moment, SandboxClock } from '../clock/sandbox-clock.js';
import { ActEntity } from '../database/act.entity.js';
import { CipEntity } from '../database/cip.entity.js';

export interface ActRunnerParts {
  dataSource: DataSource;
  clock: SandboxClock;
  book: CipBook;
  desk: PaymentDesk;
}

const LANES = 4;

/** How soon a date that has not come by the gateway's own clock is looked at again. */
const LOOK_AGAIN_MS = 1_000;

/** Does what shoppers' e-mails asked for up front. Row and effect go in one transaction: each act happens once. */
export class ActRunner {
  constructor(private readonly parts: ActRunnerParts) {}

  async runDue(): Promise<void> {
    const now = this.parts.clock.now();
    if (!(await this.parts.dataSource.manager.existsBy(ActEntity, { dueAt: LessThanOrEqual(now) }))) return;
    await Promise.all(Array.from({ length: LANES }, () => this.runLane()));
  }

  private async runLane(): Promise<void> {
    while (await this.runOne()) {
      // Until nothing is due.
    }
  }

  private async runOne(): Promise<boolean> {
    const moment = this.parts.clock.moment();
    return this.parts.dataSource.transaction(async (manager) => {
      const act = await manager
        .createQueryBuilder(ActEntity, 'act')
        .where('act.due_at <= :now', { now: moment.now })
        // After a jump of the clock several acts of one CIP are due at once: they keep their order.
        .andWhere('not exists (select 1 from sandbox.act earlier where earlier.cip = act.cip and earlier.id < act.id)')
        .orderBy('act.due_at')
        .addOrderBy('act.id')
        .limit(1)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getOne();
      if (act === null) return false;
      await this.perform(act, manager, moment);
      return true;
    });
  }

  private async perform(act: ActEntity, manager: EntityManager, moment: Moment): Promise<void> {
    if (act.kind === 'await-expiry') return this.awaitExpiry(act, manager, moment);
    // A CIP that refuses (removed meanwhile) simply is not paid: the shopper came too late.
    if (act.kind === 'reverse') await this.parts.desk.reverse(act.cip, act.notify, moment, manager);
    else {
      const order = { channel: DEFAULT_CHANNEL, amountMinor: act.amountMinor, notify: act.notify, delayMs: null };
      await this.parts.desk.pay(act.cip, order, moment, { within: manager });
    }
    await manager.delete(ActEntity, { id: act.id });
  }

  /** A late payment comes a while after the sandbox saw the expiry, so that the merchant can close the order first. */
  private async awaitExpiry(act: ActEntity, manager: EntityManager, moment: Moment): Promise<void> {
    const cip = await manager.findOneByOrFail(CipEntity, { number: act.cip });
    const status = shownStatus(cip, moment.stamp);
    if (status === 'paid' || status === 'removed') {
      await manager.delete(ActEntity, { id: act.id });
      return;
    }
    if (status === 'expired') {
      const dueAt = new Date(moment.now.getTime() + LATE_PAYMENT_AFTER_MS);
      await manager.update(ActEntity, { id: act.id }, { kind: 'pay', dueAt });
      return;
    }
    // Extended meanwhile, or this gateway's clock lags behind business time.
    const untilExpiryMs = cip.expiresAt.getTime() - moment.stamp.getTime();
    const dueAt = new Date(moment.now.getTime() + Math.max(untilExpiryMs, LOOK_AGAIN_MS));
    await manager.update(ActEntity, { id: act.id }, { dueAt });
  }
}
