import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { secretAges } from '../diagnosis/secret-ages.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { CheckResult } from './alarm.js';

const WITHIN_MS = 14 * 24 * 60 * 60_000;

/** Keys of shops and administrators that are in use and end (requirement R16). */
export async function checkEndingKeys(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const { ending } = await secretAges(dataSource, { now, withinMs: WITHIN_MS });
  return [
    {
      kind: 'key_expiring',
      patienceMs: 0,
      findings: ending.map(({ owner, expiresAt }) => ({
        key: `key_expiring:${createHash('sha256').update(owner).digest('hex').slice(0, 16)}`,
        severity: expiresAt <= now ? 'critical' : 'warning',
        summary: `${owner} ${expiresAt <= now ? 'ended' : 'ends'} at ${limaInstant(expiresAt)}.`,
        numbers: { owner, expiresAt: limaInstant(expiresAt) },
      })),
    },
  ];
}
