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

  /** Asks for another run only after a full batch: what was committed meanwhile has a wake-up of its own. */
  private async relayBatch(): Promise<number> {
    const numbered = await this.relay.relay();
    // Not awaited: a queue that hangs must not slow the numbering, and the deliveries are rows already.
    if (numbered > 0) void this.deliver();
    return numbered < this.relay.batch ? 0 : numbered;
  }

  /** This process looks at once; the others are told, through the queue, where it has no room for more. */
  private async deliver(): Promise<void> {
    await this.deliveries.look();
    if (!this.deliveries.hasRoom()) await this.wakeups.wake('deliveries', { v: 1 });
  }
}
