import type { Server } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { AuditLog, Operators, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { createHttpApp, HealthRegistry, listen, openDatabase, Resources, SystemClock } from '#platform';
import { QueueBackend } from '#queues';
import { ConsoleModule } from './console.module.js';
import { QueueBoard } from './queues/queue-board.js';
import { seed } from './seeding.js';
import { guardRequests } from './session/access.hook.js';
import { PAYMENTS } from './tokens.js';
import { serveWeb } from './web.routes.js';

export interface OpsConsoleRuntime {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared by the apps of one process, and closed by whoever opened them. */
  readonly dataSource?: DataSource;
  readonly queues?: QueueBackend;
  /** Sessions of people run on the machine's time, also where the sandbox moves the shared clock. */
  readonly sessionClock?: Clock;
}

export interface OpsConsole {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'ops-console';

/** The operators' console, listening: orders, cases, evidence and queues, as an API and as pages. */
export function createOpsConsole(config: ChasquiConfig, runtime: OpsConsoleRuntime): Promise<OpsConsole> {
  return Resources.opening(async (resources) => {
    const { clock, log } = runtime;
    const dataSource =
      runtime.dataSource ??
      resources.add(
        await openDatabase(config.database, {
          entities: paymentEntities,
          migrations: paymentMigrations,
          applicationName: NAME,
        }),
        (opened) => opened.destroy(),
      );
    const queues =
      runtime.queues ??
      resources.add(
        await QueueBackend.open({
          url: config.queue.url ?? config.database.url ?? '',
          prefix: config.queue.prefix,
          workers: 0,
          log,
        }),
        (opened) => opened.close(),
      );
    const operators = new Operators(dataSource, runtime.sessionClock ?? new SystemClock());
    const audit = new AuditLog(dataSource, clock);
    const health = new HealthRegistry();
    health.register('database', async () => {
      await dataSource.query('select 1');
    });

    const module = ConsoleModule.of({ config, clock, log, dataSource, queues, operators, audit });
    const app = await createHttpApp(module, { name: NAME, log, health });
    const payments = resources.add(app.get(PAYMENTS), (opened) => opened.close());
    resources.add(app, (opened) => opened.close());
    await seed({ config, log, accounts: payments.accounts, operators });

    const fastify: FastifyInstance<Server> = app.getHttpAdapter().getInstance();
    await fastify.register(fastifyCookie);
    guardRequests(fastify, operators);
    // Routes beside Nest's come after it set the error handler that they share.
    await app.init();
    await fastify.register(new QueueBoard(queues.queues(), audit, log).plugin, { prefix: '/queues' });
    await serveWeb(fastify);
    const url = await listen(app, { host: config.http.host, port: config.http.ports.opsConsole });
    return { app, url, close: () => resources.close() };
  });
}
