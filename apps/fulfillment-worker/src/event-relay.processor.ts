import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { EventRelay } from '#payments';
import type { Sweep } from '#queues';
import { jobPolicies, Sweeps, Wakeups } from '#queues';
import { DeliveriesProcessor } from './deliveries.processor.js';

/** Numbers committed events and fans them out to endpoints. */
@Injectable()
@Processor('event-relay', { concurrency: jobPolicies['event-relay'].concurrency })
export class EventRelayProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(
    @Inject(Sweeps) sweeps: Sweeps,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(EventRelay) private readonly relay: EventRelay,
    @Inject(DeliveriesProcessor) private readonly deliveries: DeliveriesProcessor,
  ) {
    super();
    this.sweep = sweeps.add({ name: 'event-relay', run: () => this.relayBatch() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }

  private async relayBatch(): Promise<number> {
    const numbered = await this.relay.relay();
    if (numbered === 0) return 0;
    // This process looks without the way through the queue, which tells the others. Not awaited: a queue that hangs must
    // not slow the numbering, and the deliveries are rows already.
    void this.deliveries.look();
    void this.wakeups.wake('deliveries', { v: 1 });
    return numbered;
  }
}
