import type { DataSource } from 'typeorm';
import { ALERT_KINDS, alertCounts, undeliveredAlerts } from '#payments';
import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';

const LATELY_MS = 3 * 24 * 60 * 60_000;

/** Whether somebody hears of what goes wrong, and whether something goes wrong that nobody takes care of. */
export async function checkAlerts(
  dataSource: DataSource,
  { config, now, takesRealMoney }: { config: ChasquiConfig; now: Date; takesRealMoney: boolean },
): Promise<Finding[]> {
  const counts = await alertCounts(dataSource);
  const critical = counts.filter(({ criticalOpen }) => criticalOpen > 0);
  const findings = critical.map(({ kind, criticalOpen }) =>
    fail(
      'alerts',
      `${criticalOpen} critical alerts are open that nobody has acknowledged: ${ALERT_KINDS[kind].title}.`,
      `See \`chasqui alert list\`. ${ALERT_KINDS[kind].mend}`,
    ),
  );
  const uncleared = counts.reduce((sum, { uncleared: ofKind }) => sum + ofKind, 0);
  return [
    ...(findings.length > 0 ? findings : [ok('alerts', `No critical alert is open; ${uncleared} are not cleared.`)]),
    await checkWebhook(dataSource, config, { since: new Date(now.getTime() - LATELY_MS), takesRealMoney }),
  ];
}

async function checkWebhook(
  dataSource: DataSource,
  config: ChasquiConfig,
  { since, takesRealMoney }: { since: Date; takesRealMoney: boolean },
): Promise<Finding> {
  if (config.alerts.webhook === null) {
    const what = 'Alerts reach nobody: ALERT_WEBHOOK_URL is not set here.';
    return takesRealMoney
      ? warn('alert-webhook', what, 'Set ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET (docs/alerts.md).')
      : ok('alert-webhook', `${what} With test accounts alone nobody has to be woken.`);
  }
  const { retrying, failed, lastError } = await undeliveredAlerts(dataSource, since);
  if (retrying + failed === 0)
    return ok('alert-webhook', 'The webhook for alerts took everything in the last three days.');
  return fail(
    'alert-webhook',
    `The webhook for alerts did not take ${retrying + failed} messages in the last three days${lastError === null ? '' : `: ${lastError.replace(/\.$/, '')}`}.`,
    'Mend what receives at ALERT_WEBHOOK_URL; what waits is sent again by itself, and everything stands in `chasqui alert list`.',
  );
}
