import type { DataSource } from 'typeorm';
import { type AccountDirectory, limaInstant, secretAges } from '#payments';
import { type Finding, ok, warn } from '../finding.js';

const DAY_MS = 24 * 60 * 60_000;
const EXPIRY_WARNING_DAYS = 14;
/** A secret that was never changed for longer is known to too many people who have left. */
const OLD_AFTER_DAYS = 365;

/** A warning while there is time (requirement R16). */
export async function checkExpiringSecrets(accounts: AccountDirectory): Promise<Finding[]> {
  const expiring = await accounts.expiringSecrets(EXPIRY_WARNING_DAYS * DAY_MS);
  if (expiring.length === 0) {
    return [ok('secret-expiry', `No secret stops verifying within ${EXPIRY_WARNING_DAYS} days.`)];
  }
  return expiring.map(({ accountSlug, validUntil }) =>
    warn(
      'secret-expiry',
      `A secret of account ${accountSlug} verifies notifications only until ${limaInstant(validUntil)}.`,
      'Make sure that PagoEfectivo signs with the newer one by then.',
    ),
  );
}

/** How long secrets have been in use, and which keys of shops and administrators end. */
export async function checkSecretAges(dataSource: DataSource, now: Date): Promise<Finding[]> {
  const { signing, ending } = await secretAges(dataSource, { now, withinMs: EXPIRY_WARNING_DAYS * DAY_MS });
  const old = signing.filter(({ since }) => now.getTime() - since.getTime() > OLD_AFTER_DAYS * DAY_MS);
  return [
    ...(old.length === 0
      ? [ok('secret-age', `No account signs with a secret older than ${OLD_AFTER_DAYS} days.`)]
      : old.map(({ accountSlug, since }) =>
          warn(
            'secret-age',
            `Account ${accountSlug} has signed with the same secret since ${limaInstant(since)}.`,
            `Ask PagoEfectivo for a new one and enter it: \`chasqui secret rotate ${accountSlug}\`.`,
          ),
        )),
    ...(ending.length === 0
      ? [ok('key-expiry', `No key that is in use ends within ${EXPIRY_WARNING_DAYS} days.`)]
      : ending.map(({ owner, expiresAt }) =>
          warn(
            'key-expiry',
            `The ${owner} ${expiresAt > now ? 'ends' : 'ended'} at ${limaInstant(expiresAt)}.`,
            'Make a new key, give it to whoever uses this one, and revoke this one.',
          ),
        )),
  ];
}
