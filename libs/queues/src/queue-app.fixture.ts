import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Job } from 'bullmq';
import { QueueBackend, QueuesModule, Sweeps, Wakeups, jobPolicies } from './index.js';
import type { JobContracts, QueueCounters, QueueName, SweptQueueName } from './index.js';

/** What a processor of the test does with a job. */
export type Handle<Q extends QueueName> = (job: Job<JobContracts[Q]>) => unknown;

/** A class as a worker app has one per consumed queue. */
export function processorOf<Q extends QueueName>(queue: Q, handle: Handle<Q>): Type<WorkerHost> {
  @Processor(queue)
  class TestProcessor extends WorkerHost {
    async process(job: Job<JobContracts[Q]>): Promise<unknown> {
      return handle(job);
    }
  }
  return TestProcessor;
}

/** The same with a sweep behind it, as most consumers are built. */
export function sweeperOf(name: SweptQueueName, run: () => Promise<number>, everyMs: number): Type<WorkerHost> {
  @Processor(name)
  @Injectable()
  class SweepingProcessor extends WorkerHost {
    readonly #sweep;

    constructor(sweeps: Sweeps) {
      super();
      this.#sweep = sweeps.add({ name, run, everyMs });
    }

    async process(): Promise<number> {
      return this.#sweep.wake();
    }
  }
  return SweepingProcessor;
}

export interface QueueApp {
  wakeups: Wakeups;
  close(): Promise<void>;
}

/** A Nest application of one queue, which it produces for and consumes with the given processors. */
export async function openQueueApp(options: {
  backend: QueueBackend;
  queue: QueueName;
  processors?: Type<WorkerHost>[];
  providers?: Provider[];
  counters?: QueueCounters;
}): Promise<QueueApp> {
  const { backend, queue, processors = [], providers = [], counters = {} } = options;
  const consumes = processors.length > 0 ? [queue] : [];
  @Module({
    imports: [
      QueuesModule.forRoot({ app: jobPolicies[queue].consumer, backend, produces: [queue], consumes, counters }),
    ],
    providers: [...processors, ...providers],
  })
  class TestApp {}
  const app = await NestFactory.createApplicationContext(TestApp, { logger: false, abortOnError: false });
  return { wakeups: app.get(Wakeups), close: () => app.close() };
}
