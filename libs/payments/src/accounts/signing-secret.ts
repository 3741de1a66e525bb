import type { EntityManager } from 'typeorm';
import { newId } from '../identifiers.js';
import type { SecretSealer } from '../secret-sealer.port.js';

export interface SecretVersion {
  readonly id: string;
  readonly signs: boolean;
  readonly value: string;
}

/** Versions of an account's secret that are in force, opened: never log one. Lock the account's row before. */
export async function secretVersions(
  manager: EntityManager,
  sealer: SecretSealer,
  wanted: { readonly accountId: string; readonly now: Date },
): Promise<SecretVersion[]> {
  const rows = await manager.query<{ id: string; signs: boolean; sealed: string }[]>(
    `select id, signs_requests as signs, ciphertext as sealed from gateway_secret
     where account_id = $1 and (valid_until is null or valid_until > $2) order by signs_requests desc, id desc`,
    [wanted.accountId, wanted.now],
  );
  return rows.map(({ id, signs, sealed }) => ({ id, signs, value: sealer.open(sealed) }));
}

interface Rotation {
  readonly accountId: string;
  readonly overlapMs: number;
  readonly now: Date;
}

/**
 * Makes a secret the one that signs; the one before still verifies notifications for `overlapMs` (requirement R16). Call
 * it with the account's row locked: at most one secret of an account signs.
 */
export async function replaceSigningSecret(
  manager: EntityManager,
  rotation: Rotation & { readonly sealedSecretKey: string },
): Promise<void> {
  await retireSigning(manager, rotation);
  await insertSecret(manager, { ...rotation, signs: true });
}

/** The same with a version that is there already: one that was announced, or the one before when a rotation is taken back. */
export async function promoteSecret(
  manager: EntityManager,
  rotation: Rotation & { readonly secretId: string },
): Promise<void> {
  await retireSigning(manager, rotation);
  await manager.query('update gateway_secret set signs_requests = true, valid_until = null where id = $1', [
    rotation.secretId,
  ]);
}

/** Notifications may be signed with it from now on; requests go on with the present one. It takes the place of one announced before. */
export async function announceSecret(
  manager: EntityManager,
  announced: { readonly accountId: string; readonly sealedSecretKey: string; readonly now: Date },
): Promise<void> {
  await manager.query(
    `update gateway_secret set valid_until = $2 where account_id = $1 and not signs_requests and valid_until is null`,
    [announced.accountId, announced.now],
  );
  await insertSecret(manager, { ...announced, signs: false });
}

/** Secrets before the present one verify for `overlapMs` at most from now on: 0 when one leaked. */
export async function shortenOverlap(manager: EntityManager, { accountId, overlapMs, now }: Rotation): Promise<void> {
  await manager.query(
    `update gateway_secret set valid_until = least(valid_until, $2) where account_id = $1 and not signs_requests
     and valid_until is not null`,
    [accountId, new Date(now.getTime() + overlapMs)],
  );
}

async function retireSigning(manager: EntityManager, { accountId, overlapMs, now }: Rotation): Promise<void> {
  await manager.query(
    `update gateway_secret set signs_requests = false, valid_until = $2 where account_id = $1 and signs_requests`,
    [accountId, new Date(now.getTime() + overlapMs)],
  );
}

async function insertSecret(
  manager: EntityManager,
  secret: {
    readonly accountId: string;
    readonly sealedSecretKey: string;
    readonly signs: boolean;
    readonly now: Date;
  },
): Promise<void> {
  await manager.query(
    `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from, created_at)
     values ($1, $2, $3, $4, $5, $5)`,
    [newId('gsec', secret.now), secret.accountId, secret.sealedSecretKey, secret.signs, secret.now],
  );
}
