import type { DataSource } from 'typeorm';
import { leftToPeople, overdueWork, type WorkKind } from '../diagnosis/work-backlog.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { CheckResult, Finding } from './alarm.js';

const MINUTE_MS = 60_000;
const STUCK_MS = 5 * MINUTE_MS;
/** What is found has to last: a start after an outage finds everything overdue, and works it off. */
const PATIENCE_MS = 2 * MINUTE_MS;

/** When a backlog is one, and which worker should have taken it. Searches also wait for their budget. */
const OVERDUE: Readonly<
  Record<
    Exclude<WorkKind, 'notifications'>,
    { called: string; worker: string; afterMs: number; severity: Finding['severity'] }
  >
> = {
  gateway_commands: {
    called: 'gateway calls to settle',
    worker: 'reconciliation-worker',
    afterMs: 10 * MINUTE_MS,
    severity: 'critical',
  },
  gateway_polls: {
    called: 'status searches to make',
    worker: 'reconciliation-worker',
    afterMs: 30 * MINUTE_MS,
    severity: 'warning',
  },
  cases: {
    called: 'cases for a policy to judge',
    worker: 'reconciliation-worker',
    afterMs: 10 * MINUTE_MS,
    severity: 'warning',
  },
  deadlines: { called: 'deadlines to keep', worker: 'expiry-worker', afterMs: 10 * MINUTE_MS, severity: 'critical' },
  events: { called: 'events to number', worker: 'fulfillment-worker', afterMs: 10 * MINUTE_MS, severity: 'critical' },
  deliveries: {
    called: 'deliveries to send',
    worker: 'fulfillment-worker',
    afterMs: 10 * MINUTE_MS,
    severity: 'warning',
  },
};

/** Verified notifications that nobody applies, and other work that nobody takes (invariant 1). */
export async function checkOverdueWork(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const overdue = (await overdueWork(dataSource, { now, toleranceMs: STUCK_MS })).filter(({ count }) => count > 0);
  const stuck: Finding[] = [];
  const late: Finding[] = [];
  for (const { kind, count, oldestDueAt } of overdue) {
    const oldest = oldestDueAt === null ? null : limaInstant(oldestDueAt);
    if (kind === 'notifications') {
      stuck.push({
        key: 'notifications_stuck:inbox',
        severity: 'critical',
        summary: `${count} verified notifications wait to be applied, the oldest since ${oldest ?? 'unknown'}.`,
        numbers: { count, oldestDueAt: oldest, worker: 'reconciliation-worker' },
      });
      continue;
    }
    const { called, worker, afterMs, severity } = OVERDUE[kind];
    if (oldestDueAt !== null && oldestDueAt.getTime() > now.getTime() - afterMs) continue;
    late.push({
      key: `work_overdue:${kind}`,
      severity,
      summary: `${count} ${called} are overdue, the oldest since ${oldest ?? 'unknown'}: ${worker} should have taken them.`,
      numbers: { work: kind, count, oldestDueAt: oldest, worker },
    });
  }
  return [
    { kind: 'notifications_stuck', findings: stuck, patienceMs: PATIENCE_MS },
    { kind: 'work_overdue', findings: late, patienceMs: PATIENCE_MS },
  ];
}

/** Verified notifications that could not be applied. */
export async function checkFailedNotifications(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const { failedNotifications: count } = await leftToPeople(dataSource, now);
  const finding: Finding = {
    key: 'notifications_failed:inbox',
    severity: 'critical',
    summary: `${count} verified notifications could not be applied.`,
    numbers: { count },
  };
  return [{ kind: 'notifications_failed', findings: count > 0 ? [finding] : [], patienceMs: 0 }];
}

/** Cases that nobody answered by their deadline (requirement R20). */
export async function checkOverdueCases(dataSource: DataSource, now: Date): Promise<CheckResult[]> {
  const { overdueCases: count, openCases } = await leftToPeople(dataSource, now);
  const finding: Finding = {
    key: 'cases_overdue:desk',
    severity: 'warning',
    summary: `${count} of ${openCases} open cases are past their deadline.`,
    numbers: { count, openCases },
  };
  return [{ kind: 'cases_overdue', findings: count > 0 ? [finding] : [], patienceMs: 0 }];
}
