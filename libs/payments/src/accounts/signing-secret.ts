import type { EntityManager } from 'typeorm';
import { newId } from '../identifiers.js';

/**
 * Makes a secret the one that signs; the one before still verifies notifications for `overlapMs` (requirement R16). Call
 * it with the account's row locked: at most one secret of an account signs.
 */
export async function replaceSigningSecret(
  manager: EntityManager,
  rotation: {
    readonly accountId: string;
    readonly sealedSecretKey: string;
    readonly overlapMs: number;
    readonly now: Date;
  },
): Promise<void> {
  const { accountId, now } = rotation;
  await manager.query(
    `update gateway_secret set signs_requests = false, valid_until = $2 where account_id = $1 and signs_requests`,
    [accountId, new Date(now.getTime() + rotation.overlapMs)],
  );
  await manager.query(
    `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from) values ($1, $2, $3, true, $4)`,
    [newId('gsec', now), accountId, rotation.sealedSecretKey, now],
  );
}
