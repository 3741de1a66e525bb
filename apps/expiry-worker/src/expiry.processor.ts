import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { PaymentClosing, PaymentReminders } from '#payments';
import type { Sweep } from '#queues';
import { jobPolicies, Sweeps } from '#queues';
import { ClosingMetrics } from './closing-metrics.js';

/** The clock's turn: payments whose deadline, last question or reminder is due. */
@Injectable()
@Processor('expiry', { concurrency: jobPolicies.expiry.concurrency })
export class ExpiryProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(
    @Inject(Sweeps) sweeps: Sweeps,
    @Inject(PaymentClosing) closing: PaymentClosing,
    @Inject(PaymentReminders) reminders: PaymentReminders,
    @Inject(ClosingMetrics) metrics: ClosingMetrics,
  ) {
    super();
    // Closing first: a deadline that has passed needs no reminder.
    this.sweep = sweeps.add({
      name: 'expiry',
      run: async () => {
        const moved = await closing.sweep();
        metrics.count(moved);
        return moved + (await reminders.sweep());
      },
    });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}
