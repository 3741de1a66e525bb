import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Job, JobContracts } from '#queues';
import { jobPolicies } from '#queues';
import { Reconciliation } from './reconciliation.js';

/** Applies the rows that one flush of the ingest announced, in one transaction with those of the jobs beside it. */
@Injectable()
@Processor('notifications', { concurrency: jobPolicies.notifications.concurrency })
export class NotificationsProcessor extends WorkerHost {
  constructor(@Inject(Reconciliation) private readonly work: Reconciliation) {
    super();
  }

  override process(job: Job<JobContracts['notifications']>): Promise<void> {
    return this.work.applyNotifications(job.data.ids);
  }
}
