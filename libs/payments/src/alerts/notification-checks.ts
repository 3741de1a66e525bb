import type { DataSource } from 'typeorm';
import { notificationEvidence, type RefusedNotifications } from '../diagnosis/refused-notifications.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { CheckResult, Finding } from './alarm.js';

const WINDOW_MS = 10 * 60_000;

/** Refusals within the window that make an alert. A secret of ours signed the first two: they are most likely real. */
const RULES: Readonly<
  Record<RefusedNotifications['why'], { from: number; severity: Finding['severity']; what: string }>
> = {
  wrong_address: {
    from: 3,
    severity: 'critical',
    what: 'correctly signed notifications came from addresses that WEBHOOK_ALLOWED_SOURCES does not name',
  },
  stale: { from: 3, severity: 'critical', what: 'correctly signed notifications carried a stamp that is too old' },
  bad_signature: { from: 50, severity: 'warning', what: 'notifications were signed with no secret that is known here' },
};

/** Bursts of refused notifications, by reason (requirement R6). What is not kept as evidence any more is not counted. */
export async function checkRefused(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const { refused } = await notificationEvidence(dataSource, new Date(now.getTime() - WINDOW_MS));
  const findings = (['wrong_address', 'stale', 'bad_signature'] as const).flatMap((why): Finding[] => {
    const sources = refused.filter((entry) => entry.why === why);
    const count = sources.reduce((sum, entry) => sum + entry.count, 0);
    const { from, severity, what } = RULES[why];
    if (count < from) return [];
    return [
      {
        key: `notifications_refused:${why}`,
        severity,
        summary: `${count} ${what}, within ten minutes.`,
        numbers: {
          why,
          count,
          windowMinutes: WINDOW_MS / 60_000,
          sources: sources.map(({ sourceAddress, count: ofSource, lastAt }) => ({
            sourceAddress,
            count: ofSource,
            lastAt: limaInstant(lastAt),
          })),
        },
      },
    ];
  });
  return [{ kind: 'notifications_refused', findings, patienceMs: 0 }];
}
