import type { DataSource } from 'typeorm';
import {
  expiryWarning,
  FIRST_EXPIRY_WARNING_MS,
  limaInstant,
  secretInventory,
  type SecretKind,
  type SecretRecord,
} from '#payments';
import { fail, type Finding, ok, warn } from '../finding.js';

const DAY_MS = 24 * 60 * 60_000;
/** A secret that was never changed for longer is known to too many people who have left. */
const OLD_AFTER_DAYS = 365;

/** Its own check, because scripts watch for it: keys that shops and administrators are given. */
const KEYS: readonly SecretKind[] = ['api_key', 'admin_key'];
const CERTIFICATES: readonly SecretKind[] = ['client_certificate', 'ca_certificate'];

/** A rotation that overlaps is meant to end, and needs no care before half of it is over. */
const PLANNED: readonly SecretKind[] = ['previous_secret_key', 'previous_endpoint_secret'];
const LATE_MS = 14 * DAY_MS;

/** How long secrets have been in use, and what ends: a warning while there is time (requirement R16). */
export async function checkSecrets(dataSource: DataSource, now: Date): Promise<Finding[]> {
  const secrets = await secretInventory(dataSource, { now });
  const keys = secrets.filter(({ kind }) => KEYS.includes(kind));
  const others = secrets.filter(({ kind }) => !KEYS.includes(kind));
  return [
    ...judgeEnds('secret-expiry', { secrets: others, none: 'No secret and no certificate of an endpoint ends', now }),
    ...judgeAges(secrets, now),
    ...judgeEnds('key-expiry', { secrets: keys, none: 'No key that is in use ends', now }),
  ];
}

function judgeAges(secrets: readonly SecretRecord[], now: Date): Finding[] {
  const old = secrets.filter(
    ({ kind, since }) => kind === 'secret_key' && now.getTime() - since.getTime() > OLD_AFTER_DAYS * DAY_MS,
  );
  if (old.length === 0) return [ok('secret-age', `No account signs with a secret older than ${OLD_AFTER_DAYS} days.`)];
  return old.map(({ owner, since }) =>
    warn(
      'secret-age',
      `The ${owner} has signed since ${limaInstant(since)}.`,
      'Ask PagoEfectivo for a new one and enter it: `chasqui secret rotate <account>`.',
    ),
  );
}

function judgeEnds(
  check: string,
  { secrets, none, now }: { secrets: readonly SecretRecord[]; none: string; now: Date },
): Finding[] {
  const findings = secrets.flatMap(({ owner, endsAt, lastUsedAt, kind }) => {
    if (
      endsAt === null ||
      endsAt.getTime() - now.getTime() > (PLANNED.includes(kind) ? LATE_MS : FIRST_EXPIRY_WARNING_MS)
    )
      return [];
    const { daysLeft, ended } = expiryWarning(endsAt, now);
    const used = lastUsedAt === null ? '' : `; last used at ${limaInstant(lastUsedAt)}`;
    // A key may have been replaced in time and not revoked; without a valid certificate nothing is delivered.
    const judge = ended && CERTIFICATES.includes(kind) ? fail : warn;
    const when = ended ? `ended at ${limaInstant(endsAt)}` : `ends at ${limaInstant(endsAt)}, ${left(daysLeft)}`;
    return [judge(check, `The ${owner} ${when}${used}.`, MEND[kind])];
  });
  return findings.length > 0 ? findings : [ok(check, `${none} soon.`)];
}

function left(days: number): string {
  return days === 1 ? '1 day left' : `${days} days left`;
}

const NEW_KEY = 'Make a new key, give it to whoever uses this one, and revoke this one.';
const NEW_CERTIFICATE = 'Give the endpoint a new one: `chasqui endpoint update`.';

const MEND: Readonly<Record<SecretKind, string>> = {
  api_key: NEW_KEY,
  admin_key: NEW_KEY,
  access_key: 'Ask PagoEfectivo for a new one and enter it: `chasqui secret rotate <account>`.',
  secret_key: 'Ask PagoEfectivo for a new one and enter it: `chasqui secret rotate <account>`.',
  previous_secret_key: 'Make sure that PagoEfectivo signs with the newer one by then.',
  announced_secret_key: 'Sign with it once PagoEfectivo does: `chasqui secret rotate <account>`.',
  endpoint_secret: 'Rotate it: `chasqui endpoint rotate-secret`.',
  previous_endpoint_secret: 'Make sure that the receiver verifies with the newer one by then.',
  client_certificate: NEW_CERTIFICATE,
  ca_certificate: NEW_CERTIFICATE,
  operator_password: 'Set a new one: `chasqui operator password`.',
};
