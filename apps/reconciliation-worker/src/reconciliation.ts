import type { Payments } from '#payments';
import { NotificationBatches } from '#payments';

const BATCH = 500;

/** What this worker does, in the words of the design: it finds out what is true. */
export class Reconciliation {
  private readonly batches: NotificationBatches;

  constructor(private readonly payments: Payments) {
    this.batches = new NotificationBatches((ids) => payments.applier.applyIds(ids));
  }

  /** Resolves when these rows have been applied, together with those of other jobs. */
  applyNotifications(ids: readonly string[]): Promise<void> {
    return this.batches.add(ids);
  }

  /** Notifications that no job announced, and those about CIPs we do not know yet. */
  async drainInbox(): Promise<number> {
    const applied = await this.payments.applier.drain(BATCH);
    return applied + (await this.payments.resolver.resolveDue());
  }

  /** Calls of unknown outcome, CIPs to be deleted because nobody should pay them any more, and approved refunds. */
  async settleCommands(): Promise<number> {
    const [settled, retired, refunded] = await Promise.all([
      this.payments.commandSweep.settleDue(50),
      this.payments.retirement.sweep(),
      this.payments.refundCalls.sweep(),
    ]);
    return settled + retired + refunded;
  }

  pollDueCips(): Promise<number> {
    return this.payments.search.pollDue(BATCH);
  }

  /** Never asks for another run at once: what it finds stays, and is looked at again half a minute later. */
  async watch(): Promise<number> {
    await this.payments.watch.look();
    return 0;
  }

  /** What the policies of shops say about cases, and unknown CIPs that may be known by now. */
  judgeCases(): Promise<number> {
    return this.payments.caseSweep.sweep();
  }

  /** Never asks for another run at once: what it leaves can wait for the next hour. */
  async maintain(): Promise<number> {
    await this.payments.maintenance.run();
    return 0;
  }
}
