import { BullModule, BullRegistrar, getQueueToken } from '@nestjs/bullmq';
import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { Queue, Worker } from 'bullmq';
import { assertConsumers, assertProcessors, findProcessor, type FoundProcessor } from './processor-check.js';
import type { AppName, QueueName } from './job-contracts.js';
import { JobQueue } from './job-queue.js';
import { JobWorker } from './job-worker.js';
import { QueueBackend } from './queue-backend.js';
import type { QueueCounters } from './queue-counters.js';
import { Sweeps } from './sweeps.js';
import { Wakeups } from './wakeups.js';

export interface QueuesOptions {
  /** The app that is booting: it must be the consumer that the policy table names. */
  app: AppName;
  /** Shared by the apps of a process; whoever opened it closes it after them. */
  backend: QueueBackend | (() => QueueBackend | Promise<QueueBackend>);
  produces: readonly QueueName[];
  consumes: readonly QueueName[];
  counters?: QueueCounters;
}

/** The queues of this app (`Queue[]`), produced and consumed; every queue there is: `QueueBackend.queues()`. */
export const QUEUE_LIST = Symbol('QUEUE_LIST');
const QUEUES_OPTIONS = Symbol('QUEUES_OPTIONS');

/**
 * The queues of one app, provided everywhere in it: {@link Wakeups} to produce, {@link Sweeps} for periodic
 * work, one `@Processor(queue)` class per consumed queue. Fails the boot when the app and the policy table
 * disagree. Workers begin when every module is initialised, and end before anything else is taken down.
 */
@Module({})
export class QueuesModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: Worker[] = [];

  constructor(
    @Inject(QUEUES_OPTIONS) private readonly options: QueuesOptions,
    @Inject(QueueBackend) private readonly backend: QueueBackend,
    @Inject(Sweeps) private readonly sweeps: Sweeps,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(BullRegistrar) private readonly registrar: BullRegistrar,
  ) {}

  /** Throws when `app` may not consume one of the queues. */
  static forRoot(options: QueuesOptions): DynamicModule {
    assertConsumers(options.app, options.consumes);
    BullModule.queueClass = JobQueue;
    BullModule.workerClass = JobWorker;
    const names = [...new Set([...options.produces, ...options.consumes])];
    const backend = openOnce(options.backend);
    const counters = options.counters ?? {};
    return {
      module: QueuesModule,
      global: true,
      imports: [
        DiscoveryModule,
        BullModule.forRootAsync({
          // Workers are registered in onApplicationBootstrap, when the processors are known to be right.
          extraOptions: { manualRegistration: true },
          useFactory: async () => {
            const { connection, prefix } = await backend();
            return { connection, prefix };
          },
        }),
        BullModule.registerQueue(...names.map((name) => ({ name }))),
      ],
      providers: [
        { provide: QUEUES_OPTIONS, useValue: options },
        { provide: QueueBackend, useFactory: backend },
        {
          provide: QUEUE_LIST,
          useFactory: (...queues: Queue[]) => queues,
          inject: names.map((name) => getQueueToken(name)),
        },
        {
          provide: Wakeups,
          useFactory: (queues: Queue[], opened: QueueBackend) =>
            new Wakeups({
              queues: byName(queues, options.produces),
              isReady: () => opened.isReady(),
              commandFailed: (error) => opened.commandFailed(error),
              log: opened.log,
              counters,
            }),
          inject: [QUEUE_LIST, QueueBackend],
        },
        {
          provide: Sweeps,
          useFactory: (queues: Queue[], opened: QueueBackend) =>
            new Sweeps({ queues: byName(queues, options.consumes), log: opened.log.log, counters }),
          inject: [QUEUE_LIST, QueueBackend],
        },
      ],
      exports: [QueueBackend, QUEUE_LIST, Wakeups, Sweeps],
    };
  }

  /** Throws a sentence when a consumed queue has no processor class, or more than one. */
  onModuleInit(): void {
    assertProcessors(this.options.app, this.options.consumes, this.processors());
    this.backend.claimWorkers(this.options.consumes.length);
  }

  onApplicationBootstrap(): void {
    this.registrar.register();
    for (const { host, queue } of this.processors()) this.workers.push(this.count(host.worker, queue));
    this.sweeps.start();
  }

  /** First no new job, then no new look; what both depend on is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.sweeps.stop();
    this.backend.releaseWorkers(this.options.consumes.length);
  }

  private count(worker: Worker, queue: QueueName): Worker {
    const { counters } = this.options;
    worker.on('completed', () => counters?.jobFinished?.(queue, 'completed'));
    worker.on('failed', () => counters?.jobFinished?.(queue, 'failed'));
    return worker;
  }

  private processors(): FoundProcessor[] {
    return this.discovery.getProviders().flatMap(({ instance }: { instance: unknown }) => findProcessor(instance));
  }
}

/** A backend given as a function is opened once, whatever asks first. */
function openOnce(backend: QueuesOptions['backend']): () => Promise<QueueBackend> {
  let opened: Promise<QueueBackend> | undefined;
  return () => (opened ??= Promise.resolve(typeof backend === 'function' ? backend() : backend));
}

function byName(queues: Queue[], names: readonly QueueName[]): ReadonlyMap<QueueName, Queue> {
  return new Map(names.flatMap((name) => queues.filter((queue) => queue.name === name).map((queue) => [name, queue])));
}
