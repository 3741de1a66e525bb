import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { AlertDelivery } from '#payments';
import type { Sweep } from '#queues';
import { jobPolicies, Sweeps } from '#queues';

/** Tells the operator's webhook of alerts. */
@Injectable()
@Processor('alerts', { concurrency: jobPolicies.alerts.concurrency })
export class AlertsProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(AlertDelivery) delivery: AlertDelivery) {
    super();
    this.sweep = sweeps.add({ name: 'alerts', run: () => delivery.sendDue() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}
