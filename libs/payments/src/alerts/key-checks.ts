import type { DataSource } from 'typeorm';
import { type SecretRecord, secretInventory } from '../accounts/secret-inventory.js';
import { expiryWarning, FIRST_EXPIRY_WARNING_MS } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { CheckResult, Finding } from './alarm.js';

/** Keys, secrets and certificates that end: told at 30, 14, 7 and 1 days and at the end (requirement R16). */
export async function checkEndingKeys(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const endingBy = new Date(now.getTime() + FIRST_EXPIRY_WARNING_MS);
  const ending = await secretInventory(dataSource, { now, endingBy });
  const findings = ending.flatMap((secret) => toFinding(secret, now));
  return [{ kind: 'key_expiring', patienceMs: 0, findings }];
}

function toFinding({ kind, id, owner, endsAt, lastUsedAt }: SecretRecord, now: Date): Finding[] {
  if (endsAt === null) return [];
  const { daysLeft, stage, ended } = expiryWarning(endsAt, now);
  const at = limaInstant(endsAt);
  return [
    {
      // With its end: what took its place and ends too is another one.
      key: `key_expiring:${kind}:${id}:${endsAt.toISOString()}`,
      severity: ended ? 'critical' : 'warning',
      stage,
      summary: ended ? `The ${owner} ended at ${at}.` : `The ${owner} ends in ${days(daysLeft)}, at ${at}.`,
      numbers: { kind, id, owner, endsAt: at, daysLeft, lastUsedAt: lastUsedAt && limaInstant(lastUsedAt) },
    },
  ];
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
