import type { DataSource } from 'typeorm';
import { limaInstant, notificationEvidence, type RefusedNotifications } from '#payments';
import { type Finding, ok, warn } from '../finding.js';

const DAY_MS = 24 * 60 * 60_000;
/** Anybody can send garbage: a single unsigned message is none of our faults. */
const SUSPICIOUS_COUNT = 3;

/** What PagoEfectivo's messages were refused for, which is what they are not seen for (requirement R26). */
export async function checkRefusedNotifications(dataSource: DataSource, now: Date): Promise<Finding[]> {
  const { lastTakenAt, lastTakenFrom, refused } = await notificationEvidence(
    dataSource,
    new Date(now.getTime() - DAY_MS),
  );
  const last =
    lastTakenAt === null
      ? 'none was ever taken'
      : `the last one taken came at ${limaInstant(lastTakenAt)} from ${lastTakenFrom ?? 'an unknown address'}`;
  const worth = refused.filter(({ why, count }) => why !== 'bad_signature' || count >= SUSPICIOUS_COUNT);
  if (worth.length === 0) {
    return [ok('refused-notifications', `No notification was refused within a day; ${last}.`)];
  }
  return worth.map((found) => warn('refused-notifications', `${saying(found)}; ${last}.`, MEND[found.why]));
}

function saying({ why, count, sourceAddress, lastAt }: RefusedNotifications): string {
  const from = `from ${sourceAddress ?? 'an unknown address'}, the latest at ${limaInstant(lastAt)}`;
  switch (why) {
    case 'wrong_address':
      return `${count} correctly signed notifications came ${from}, which WEBHOOK_ALLOWED_SOURCES does not name`;
    case 'stale':
      return `${count} correctly signed notifications with a stamp of another time came ${from}`;
    case 'bad_signature':
      return `${count} messages that no secret of ours signed came ${from}`;
  }
}

const MEND = {
  wrong_address:
    'When it is PagoEfectivo, add it to WEBHOOK_ALLOWED_SOURCES; when it is your proxy, name that in TRUSTED_PROXIES. Then replay them: `chasqui notification list --lane signed`.',
  stale: 'Let this machine follow NTP; when its clock is right, ask PagoEfectivo about theirs.',
  bad_signature:
    'When it is PagoEfectivo, compare the secretKey with the merchant panel and enter it with `chasqui secret rotate`; somebody else can be ignored.',
} as const;
