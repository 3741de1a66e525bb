import type { Server } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AuditLog, Operators, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Clock, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SystemClock } from '#platform';
import { QueueBackend } from '#queues';
import { ConsoleModule } from './console.module.js';
import { QueueBoard } from './queues/queue-board.js';
import { seed } from './seeding.js';
import { guardRequests } from './session/access.hook.js';
import { ADMINISTRATION, PAYMENTS } from './tokens.js';
import { serveWeb } from './web.routes.js';

export interface OpsConsoleRuntime extends HostRuntime<QueueBackend> {
  /** Sessions of people run on the machine's time, also where the sandbox moves the shared clock. */
  readonly sessionClock?: Clock;
}

export interface OpsConsole {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'ops-console';
/** The slip of a bank (1 MB) in base64, and what stands around it. */
const ROUTE_BODY_LIMITS = { '/api/refunds/:id/done': 1_500_000 };

/** The operators' console, listening: orders, cases, evidence and queues, as an API and as pages. */
export function createOpsConsole(config: ChasquiConfig, runtime: OpsConsoleRuntime): Promise<OpsConsole> {
  return Resources.opening(async (resources) => {
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: 0, log: runtime.log }),
    });
    const { clock, dataSource, log, queues } = host;
    const machineClock = runtime.sessionClock ?? new SystemClock();
    const operators = new Operators(dataSource, machineClock);
    const audit = new AuditLog(dataSource, clock);

    const module = ConsoleModule.of({ ...host, operators, audit, machineClock });
    const app = await createHttpApp(module, { name: NAME, ...host, routeBodyLimits: ROUTE_BODY_LIMITS });
    const payments = resources.add(app.get(PAYMENTS), (opened) => opened.close());
    resources.add(app, (opened) => opened.close());
    await seed({ config, log, accounts: payments.accounts, operators });

    const fastify: FastifyInstance<Server> = app.getHttpAdapter().getInstance();
    await fastify.register(fastifyCookie);
    guardRequests(fastify, { operators, adminKeys: app.get(ADMINISTRATION).adminKeys });
    // Routes beside Nest's come after it set the error handler that they share.
    await app.init();
    await fastify.register(new QueueBoard(queues.queues(), audit, log).plugin, { prefix: '/queues' });
    await serveWeb(fastify);
    const url = await listen(app, { host: config.http.host, port: config.http.ports.opsConsole });
    return { app, url, close: () => resources.close() };
  });
}
