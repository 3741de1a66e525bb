import { NOTHING_TO_HEAL, type FaultKind } from '../fault-kind.js';

/** SIGKILL to the postmaster: what was committed is there after its recovery, and nothing else. */
export const postgresKilled: FaultKind = {
  name: 'Postgres killed',
  group: 'postgres',
  weight: 3,
  lastsMs: [300, 2_000],
  inject: async (world) => {
    await world.services.postgres.kill();
    return () => world.services.postgres.start();
  },
};

export const postgresRestarted: FaultKind = {
  name: 'Postgres restarted',
  group: 'postgres',
  weight: 2,
  lastsMs: [0, 0],
  inject: async (world) => {
    await world.services.postgres.stop();
    await world.services.postgres.start();
    return NOTHING_TO_HEAL;
  },
};

export const postgresFrozen: FaultKind = {
  name: 'Postgres frozen',
  group: 'postgres',
  weight: 2,
  lastsMs: [800, 2_500],
  inject: async (world) => {
    const thaw = await world.services.postgres.freeze();
    return () => Promise.resolve(thaw());
  },
};

export const connectionsCut: FaultKind = {
  name: 'connections to Postgres cut',
  group: 'postgres',
  weight: 3,
  lastsMs: [0, 0],
  inject: async (world) => {
    await world.database.terminateConnections();
    return NOTHING_TO_HEAL;
  },
};

/** Not a byte is left; when there is room again, Postgres is started if it gave up. */
export const diskFull: FaultKind = {
  name: 'disk of Postgres full',
  group: 'postgres',
  weight: 3,
  lastsMs: [1_000, 2_500],
  needs: 'small disk',
  inject: async (world) => {
    const { disk, postgres } = world.services;
    if (disk === null) throw new Error('this run has no small disk');
    await disk.fill();
    // What is recycled would last for a while: these need room at once.
    await postgres.query('select pg_switch_wal()').catch(() => undefined);
    return async () => {
      await disk.empty();
      await world.services.revivePostgres();
    };
  },
};
