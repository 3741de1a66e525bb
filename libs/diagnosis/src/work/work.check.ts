import type { DataSource } from 'typeorm';
import {
  type CallBudget,
  type ClosingProgress,
  closingProgress,
  leftToPeople,
  limaInstant,
  overdueWork,
  RATE_MINUTES,
  type WorkKind,
} from '#payments';
import { fail, type Finding, ok, warn } from '../finding.js';

/** Sweeps look every few seconds; what nobody took for this long is stuck. */
const TOLERANCE_MS = 2 * 60_000;

const WORK: Record<WorkKind, { called: string; worker: string; verdict: 'warn' | 'fail' }> = {
  notifications: { called: 'notifications to apply', worker: 'reconciliation-worker', verdict: 'fail' },
  gateway_commands: { called: 'gateway calls to settle', worker: 'reconciliation-worker', verdict: 'fail' },
  // Polls wait for their budget, too.
  gateway_polls: { called: 'status searches to make', worker: 'reconciliation-worker', verdict: 'warn' },
  deadlines: { called: 'deadlines to keep', worker: 'expiry-worker', verdict: 'fail' },
  cases: { called: 'cases with a policy to apply', worker: 'reconciliation-worker', verdict: 'fail' },
  events: { called: 'events to number', worker: 'fulfillment-worker', verdict: 'fail' },
  deliveries: { called: 'deliveries to send', worker: 'fulfillment-worker', verdict: 'warn' },
};

export async function checkWork(
  dataSource: DataSource,
  { now, budget }: { now: Date; budget: CallBudget },
): Promise<Finding[]> {
  const overdue = (await overdueWork(dataSource, { now, toleranceMs: TOLERANCE_MS })).filter(({ count }) => count > 0);
  const closing = overdue.some(({ kind }) => kind === 'deadlines')
    ? await closingProgress(dataSource, { now, budget })
    : null;
  const stuck = overdue.map(({ kind, count, oldestDueAt }): Finding => {
    const { called, worker, verdict } = WORK[kind];
    const since = oldestDueAt === null ? '' : `, the oldest since ${limaInstant(oldestDueAt)}`;
    const what = `${count} ${called} are overdue${since}.`;
    if (kind === 'deadlines' && closing && closing.closedLately > 0) return underWay(what, closing);
    return {
      check: 'overdue-work',
      verdict,
      what,
      mend: `See whether ${worker} runs, and what it logs.`,
    };
  });
  return [
    ...(stuck.length === 0 ? [ok('overdue-work', 'Nothing that is due waits for longer than two minutes.')] : stuck),
    ...(await checkDesk(dataSource, now)),
  ];
}

/** Many deadlines at once are no fault: they are worked off as fast as the budget of calls allows. */
function underWay(what: string, { closedLately, endsAt }: ClosingProgress): Finding {
  const end = endsAt === null ? '' : ` At this rate it ends at ${limaInstant(endsAt)}.`;
  return warn(
    'overdue-work',
    `${what} ${closedLately} were closed in the last ${RATE_MINUTES} minutes.${end}`,
    'Watch it with `chasqui clock status`; GATEWAY_BUDGET_PER_MINUTE bounds how fast it goes.',
  );
}

async function checkDesk(dataSource: DataSource, now: Date): Promise<Finding[]> {
  const { failedNotifications, failedDeliveries, openCases, overdueCases } = await leftToPeople(dataSource, now);
  return [
    failedNotifications === 0
      ? ok('failed-notifications', 'No notification failed to apply.')
      : fail(
          'failed-notifications',
          `${failedNotifications} notifications could not be applied.`,
          'Mend the cause, and replay them: `chasqui notification list --status failed`, or the console under Notifications.',
        ),
    failedDeliveries === 0
      ? ok('failed-deliveries', 'No delivery was given up.')
      : warn(
          'failed-deliveries',
          `${failedDeliveries} deliveries were given up.`,
          'Mend the receiver, and send them again: `chasqui events replay`, or the console under Deliveries.',
        ),
    checkCases(openCases, overdueCases),
  ];
}

function checkCases(open: number, overdue: number): Finding {
  if (open === 0) return ok('open-cases', 'No case waits for a person.');
  return overdue === 0
    ? warn('open-cases', `${open} cases wait for a person.`, 'List them with `chasqui case list`.')
    : fail(
        'open-cases',
        `${open} cases wait for a person, ${overdue} of them past their deadline.`,
        'List those with `chasqui case list --overdue`, and answer them: `chasqui case resolve`, or the console under Cases.',
      );
}
