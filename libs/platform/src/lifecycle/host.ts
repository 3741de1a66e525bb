import type { DataSource } from 'typeorm';
import type { Clock } from '../clock/clock.js';
import type { ChasquiConfig } from '../config/config.js';
import { openDatabase } from '../database/open-database.js';
import { HealthRegistry } from '../health/health-registry.js';
import type { Log } from '../log/log.js';
import { Metrics } from '../metrics/metrics.js';
import type { Resources } from './resources.js';

/** What an app is given by its process. Shared connections are closed by whoever opened them. */
export interface HostRuntime<Queues> {
  readonly clock: Clock;
  readonly log: Log;
  readonly dataSource?: DataSource;
  readonly queues?: Queues;
}

/** What every app stands on. */
export interface Host<Queues> {
  readonly config: ChasquiConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataSource: DataSource;
  readonly queues: Queues;
  readonly metrics: Metrics;
  /** Has its `database` probe already; queue and gateway are no condition of readiness (invariant 5). */
  readonly health: HealthRegistry;
  readonly resources: Resources;
}

/**
 * Opens what an app needs and was not given: its own database connections, refusing an outdated schema, and its own
 * queue connections. What it opens is added to `resources`.
 */
export async function openHost<Queues extends { close(): Promise<unknown> }>(parts: {
  name: string;
  config: ChasquiConfig;
  runtime: HostRuntime<Queues>;
  resources: Resources;
  schema: Pick<Parameters<typeof openDatabase>[1], 'entities' | 'migrations'>;
  openQueues: (address: { url: string; prefix: string }) => Promise<Queues>;
}): Promise<Host<Queues>> {
  const { name, config, runtime, resources } = parts;
  const dataSource =
    runtime.dataSource ??
    resources.add(await openDatabase(config.database, { ...parts.schema, applicationName: name }), (opened) =>
      opened.destroy(),
    );
  const url = config.queue.url ?? config.database.url ?? '';
  const queues =
    runtime.queues ??
    resources.add(await parts.openQueues({ url, prefix: config.queue.prefix }), (opened) => opened.close());
  const health = new HealthRegistry();
  health.register('database', async () => {
    await dataSource.query('select 1');
  });
  const { clock, log } = runtime;
  return { config, clock, log, dataSource, queues, metrics: new Metrics(), health, resources };
}
