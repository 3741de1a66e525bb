import type { DataSource } from 'typeorm';
import { limaInstant } from '../orders/lima-instant.js';
import type { CheckResult, Finding } from './alarm.js';

const PAUSED_PATIENCE_MS = 10 * 60_000;
const HELD_PATIENCE_MS = 2 * 60_000;
/** Half of EXPIRY_MAX_HOLD is left to mend what keeps us from asking. */
const HOLD_SHARE = 0.5;

/** Orders that wait for a last question, and close unconfirmed when EXPIRY_MAX_HOLD is over. */
export async function checkHeldOrders(
  dataSource: DataSource,
  { now, graceMs, maxHoldMs }: { now: Date; graceMs: number; maxHoldMs: number },
): Promise<CheckResult[]> {
  const [held] = await dataSource.query<{ count: number; oldest: Date | null }[]>(
    `select count(*)::int as count, min(expires_at) as oldest from payment where state = 'expiring' and expires_at <= $1`,
    [new Date(now.getTime() - graceMs - maxHoldMs * HOLD_SHARE)],
  );
  const { count = 0, oldest = null } = held ?? {};
  const findings: Finding[] =
    oldest === null
      ? []
      : [
          {
            key: 'gateway_unreachable:held',
            severity: 'critical',
            summary: `${count} orders past their deadline could not be closed; the first closes unconfirmed at ${limaInstant(endOf(oldest))}.`,
            numbers: { count, oldestDeadlineAt: limaInstant(oldest), firstClosesAt: limaInstant(endOf(oldest)) },
          },
        ];
  return [{ kind: 'gateway_unreachable', findings, patienceMs: HELD_PATIENCE_MS }];

  function endOf(deadline: Date): Date {
    return new Date(deadline.getTime() + graceMs + maxHoldMs);
  }
}

/** Accounts whose searches have paused, again and again, for ten minutes. */
export async function checkPausedPolling(dataSource: DataSource): Promise<CheckResult[]> {
  const paused = await dataSource.query<{ id: string; slug: string; failures: number; until: Date | null }[]>(
    `select a.id, a.slug, b.failures, b.blocked_until as until
     from gateway_budget b join gateway_account a on a.id = b.account_id where b.failures > 0`,
  );
  const findings = paused.map(({ id, slug, failures, until }): Finding => ({
    key: `polling_paused:${id}`,
    severity: 'warning',
    summary: `Searches of account ${slug} failed ${failures} times in a row and pause.`,
    numbers: { account: slug, failures, pausedUntil: until && limaInstant(until) },
  }));
  return [{ kind: 'polling_paused', findings, patienceMs: PAUSED_PATIENCE_MS }];
}
