import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { PaymentClosing } from '#payments';
import type { Sweep } from '#queues';
import { jobPolicies, Sweeps } from '#queues';

/** The clock's turn: payments whose deadline or last question is due. */
@Injectable()
@Processor('expiry', { concurrency: jobPolicies.expiry.concurrency })
export class ExpiryProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(PaymentClosing) closing: PaymentClosing) {
    super();
    this.sweep = sweeps.add({ name: 'expiry', run: () => closing.sweep() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}
