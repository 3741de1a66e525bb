import { waitFor } from '#testing';
import { ownDescriptors } from './descriptors.js';
import type { World } from './world.js';

/** More descriptors than at its first rest; a pool that is at work has some more than an idle one. */
const MORE_DESCRIPTORS = 25;
/** Of the queue, in every process: what commands share, beyond those that listen. */
const QUEUE_CONNECTIONS = 20;
const POOL = 6;
const COPIES = 2;
const SETTLE_MS = 15_000;

/** What a process or a server still holds when everything is at rest. */
export class Leftovers {
  private readonly firstDescriptors = new Map<number, number>();

  constructor(private readonly world: World) {}

  /** Looked for after every round. Waits a while for what goes by itself. */
  async afterRound(): Promise<string[]> {
    let left: string[] = [];
    await waitFor(
      async () => {
        left = [...this.descriptors(), ...(await this.connections())];
        return left.length === 0;
      },
      { what: 'nothing to be left', timeoutMs: SETTLE_MS, everyMs: 200 },
    ).catch(() => undefined);
    return left;
  }

  /** Looked for when the last round is over: jobs that somebody took and never finished, keys that nobody owns. */
  async atTheEnd({ limitMs }: { limitMs: number }): Promise<string[]> {
    let left: string[] = [];
    await waitFor(
      async () => {
        left = [...(await this.jobs()), ...(await this.keys())];
        return left.length === 0;
      },
      { what: 'no job to be left', timeoutMs: limitMs, everyMs: 500 },
    ).catch(() => undefined);
    return left;
  }

  private descriptors(): string[] {
    if (process.platform !== 'linux') return [];
    return [...this.world.seats.pids].flatMap(([name, pid]) => {
      const open = ownDescriptors(pid);
      const first = this.firstDescriptors.get(pid) ?? open;
      this.firstDescriptors.set(pid, Math.min(first, open));
      return open > first + MORE_DESCRIPTORS
        ? [`${name} has ${open} descriptors open, ${first} at its first rest, beside what others opened to it`]
        : [];
    });
  }

  private async connections(): Promise<string[]> {
    const { rows } = await this.world.pool.query<{ what: string }>(CONNECTIONS, [COPIES * POOL, QUEUE_CONNECTIONS]);
    return rows.map(({ what }) => what);
  }

  private async jobs(): Promise<string[]> {
    const counts = await Promise.all(
      this.world.queues.queues().map(async (queue) => {
        const { active = 0, waiting = 0, wait = 0, prioritized = 0 } = await queue.getJobCounts();
        return { name: queue.name, left: active + waiting + wait + prioritized };
      }),
    );
    return counts.flatMap(({ name, left }) => (left > 0 ? [`${left} jobs are left in ${name}`] : []));
  }

  private async keys(): Promise<string[]> {
    const { redis } = this.world.services;
    if (redis === null) return [];
    const keys = await redis.command('KEYS', '*');
    const names = Array.isArray(keys) ? keys.map(String) : [];
    return names.filter((key) => !key.startsWith(this.world.queues.prefix)).map((key) => `Redis has the key ${key}`);
  }
}

const CONNECTIONS = `
  select application_name || ' has had a transaction open since ' || xact_start as what from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%' and xact_start < clock_timestamp() - interval '5 seconds'
  union all
  select count(*) || ' connections of ' || application_name from pg_stat_activity
    where datname = current_database() and application_name in
      ('checkout-api', 'webhook-ingest', 'reconciliation-worker', 'expiry-worker', 'fulfillment-worker')
    group by application_name having count(*) > $1
  union all
  select count(*) || ' connections of the queue' from pg_stat_activity
    where datname = current_database() and application_name = 'chasqui-queue' having count(*) > 11 * $2
  union all
  select 'a lock of ' || l.mode || ' is waited for' from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where not l.granted and a.datname = current_database() and a.query_start < clock_timestamp() - interval '5 seconds'`;
