import type { RedisServer } from '#testing';
import { NOTHING_TO_HEAL, type FaultKind } from '../fault-kind.js';
import type { World } from '../world.js';

const OF_REDIS = { group: 'queue', needs: 'redis', weight: 2 } as const;

export const redisKilled: FaultKind = {
  ...OF_REDIS,
  name: 'Redis killed',
  lastsMs: [300, 2_500],
  inject: async (world) => {
    await redisOf(world).kill();
    return () => redisOf(world).start();
  },
};

export const redisRestarted: FaultKind = {
  ...OF_REDIS,
  name: 'Redis restarted, empty',
  lastsMs: [0, 0],
  inject: async (world) => {
    await redisOf(world).stop();
    await redisOf(world).start();
    return NOTHING_TO_HEAL;
  },
};

export const redisFrozen: FaultKind = {
  ...OF_REDIS,
  name: 'Redis frozen',
  lastsMs: [800, 3_000],
  inject: (world) => {
    redisOf(world).freeze();
    return Promise.resolve(() => Promise.resolve(redisOf(world).thaw()));
  },
};

/** FLUSHALL, or every row of every queue table: what was a wake-up is gone. */
export const queueEmptied: FaultKind = {
  name: 'queue emptied',
  group: 'queue',
  weight: 3,
  lastsMs: [0, 0],
  inject: async (world) => {
    await world.emptyQueue();
    return NOTHING_TO_HEAL;
  },
};

function redisOf(world: World): RedisServer {
  if (world.services.redis === null) throw new Error('this run has no Redis');
  return world.services.redis;
}
