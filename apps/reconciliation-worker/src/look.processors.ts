import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { jobPolicies, Sweeps } from '#queues';
import type { Sweep } from '#queues';
import { Reconciliation } from './reconciliation.js';

/** A job says "look now"; the rows say what is due. Each processor is one sweep that a job can wake. */
@Injectable()
@Processor('gateway-commands', { concurrency: jobPolicies['gateway-commands'].concurrency })
export class CommandsProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'gateway-commands', run: () => work.settleCommands() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}

@Injectable()
@Processor('gateway-polls', { concurrency: jobPolicies['gateway-polls'].concurrency })
export class PollsProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'gateway-polls', run: () => work.pollDueCips() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}

@Injectable()
@Processor('inbox-drain', { concurrency: jobPolicies['inbox-drain'].concurrency })
export class DrainProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'inbox-drain', run: () => work.drainInbox() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}

@Injectable()
@Processor('watch', { concurrency: jobPolicies.watch.concurrency })
export class WatchProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'watch', run: () => work.watch() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}

@Injectable()
@Processor('cases', { concurrency: jobPolicies.cases.concurrency })
export class CasesProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'cases', run: () => work.judgeCases() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}

@Injectable()
@Processor('maintenance', { concurrency: jobPolicies.maintenance.concurrency })
export class MaintenanceProcessor extends WorkerHost {
  private readonly sweep: Sweep;

  constructor(@Inject(Sweeps) sweeps: Sweeps, @Inject(Reconciliation) work: Reconciliation) {
    super();
    this.sweep = sweeps.add({ name: 'maintenance', run: () => work.maintain() });
  }

  override process(): Promise<number> {
    return this.sweep.wake();
  }
}
