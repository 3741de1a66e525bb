import type { FaultKind } from '../fault-kind.js';
import { deployed } from './deployed.js';
import { ERP_FAULTS } from './erp.js';
import { frozen } from './frozen.js';
import { GATEWAY_FAULTS, silence } from './gateway.js';
import { killed } from './killed.js';
import { connectionsCut, diskFull, postgresFrozen, postgresKilled, postgresRestarted } from './postgres.js';
import { queueEmptied, redisFrozen, redisKilled, redisRestarted } from './queue-servers.js';

/** Everything that can go wrong, in the order of the report. A new kind changes what every seed stands for. */
export const FAULTS: readonly FaultKind[] = [
  killed,
  frozen,
  deployed,
  postgresKilled,
  postgresRestarted,
  postgresFrozen,
  connectionsCut,
  diskFull,
  redisKilled,
  redisRestarted,
  redisFrozen,
  queueEmptied,
  ...GATEWAY_FAULTS,
  silence,
  ...ERP_FAULTS,
];
