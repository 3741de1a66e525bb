import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { LOG } from '#platform';
import type { Log } from '#platform';
import type { Sweep } from '#queues';
import { jobPolicies, SweepStoppedError, Sweeps } from '#queues';
import { DeliveryPump } from './delivery-pump.js';

/** Sends what is due: new deliveries when the relay says so, retries by their own time. */
@Injectable()
@Processor('deliveries', { concurrency: jobPolicies.deliveries.concurrency })
export class DeliveriesProcessor extends WorkerHost implements OnApplicationShutdown {
  private readonly sweep: Sweep;

  constructor(
    @Inject(Sweeps) sweeps: Sweeps,
    @Inject(DeliveryPump) private readonly pump: DeliveryPump,
    @Inject(LOG) private readonly log: Log,
  ) {
    super();
    this.sweep = sweeps.add({ name: 'deliveries', run: () => this.fill() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }

  hasRoom(): boolean {
    return this.pump.hasRoom();
  }

  /**
   * Never asks for another run at once: what one claim leaves has no room, and each send that ends says that there is
   * some.
   */
  private async fill(): Promise<number> {
    await this.pump.fill(() => void this.look());
    return 0;
  }

  /** The sweep is stopped by now: what it began is finished and recorded before the database goes. */
  async onApplicationShutdown(): Promise<void> {
    await this.pump.drain();
  }

  /** A send ended, so that there is room and perhaps the next event of its payment may go; or events were numbered here. */
  async look(): Promise<void> {
    try {
      await this.sweep.wake();
    } catch (error) {
      if (!(error instanceof SweepStoppedError)) this.log.error({ err: error }, 'due deliveries could not be claimed');
    }
  }
}
