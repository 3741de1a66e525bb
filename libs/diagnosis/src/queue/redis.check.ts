import type { QueueBackend } from '#queues';
import { fail, type Finding, ok, warn } from '../finding.js';

/** Kept as a queue must be: nothing thrown away, nothing forgotten by a restart. */
export async function checkRedis(backend: QueueBackend): Promise<Finding[]> {
  const client = await backend.queue('maintenance').getBackend().client;
  const info = await client.info();
  const value = (name: string): string | null => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;
  const policy = value('maxmemory_policy');
  const keeps = value('aof_enabled') === '1';
  return [
    policy === null || policy === 'noeviction'
      ? ok('redis-eviction', 'Redis evicts no keys.')
      : fail(
          'redis-eviction',
          `Redis may throw jobs away when it is full (maxmemory-policy ${policy}).`,
          'Set maxmemory-policy to noeviction.',
        ),
    keeps
      ? ok('redis-persistence', 'Redis writes an append-only file.')
      : warn(
          'redis-persistence',
          'Redis writes no append-only file: a restart forgets wake-ups, which sweeps then replace.',
          'Set appendonly yes.',
        ),
  ];
}
