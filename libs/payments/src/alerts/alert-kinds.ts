/** `critical`: money or orders are at stake now. `warning`: they will be if nobody acts. */
export type AlertSeverity = 'warning' | 'critical';

export type AlertKind =
  | 'gateway_silent'
  | 'gateway_unreachable'
  | 'polling_paused'
  | 'notifications_refused'
  | 'notifications_stuck'
  | 'notifications_failed'
  | 'work_overdue'
  | 'was_away'
  | 'key_expiring'
  | 'endpoint_failing'
  | 'endpoint_disabled'
  | 'cases_overdue';

export interface AlertKindText {
  /** A headline. */
  readonly title: string;
  /** What is the case when it is raised. */
  readonly means: string;
  /** What a person does about it. */
  readonly mend: string;
}

/** Every kind of alert, in the words that the webhook, the console, the command line and docs/alerts.md share. */
export const ALERT_KINDS: Readonly<Record<AlertKind, AlertKindText>> = {
  gateway_silent: {
    title: 'PagoEfectivo announces payments no more',
    means:
      'Payments of an account are found by search and were not announced ten minutes after they were made. Until announcements return, orders are paid later, at the next search, and searches come denser.',
    mend: 'When refused notifications came meanwhile (`refused` in the numbers), mend that first: the secret or the allowed addresses. Otherwise check the notification URL at PagoEfectivo with `chasqui doctor`, and ask them.',
  },
  gateway_unreachable: {
    title: 'PagoEfectivo cannot be asked',
    means:
      'Orders past their deadline wait for a last question that cannot be asked, and soon close unconfirmed (EXPIRY_MAX_HOLD).',
    mend: 'Run `chasqui doctor`: network, credentials, egress address. Closing goes on by itself once PagoEfectivo answers.',
  },
  polling_paused: {
    title: 'Searches are paused',
    means: 'PagoEfectivo failed or asked for peace so often in a row that searches of an account pause.',
    mend: 'Run `chasqui doctor`; when PagoEfectivo limits the rate, lower GATEWAY_BUDGET_PER_MINUTE. Searches resume by themselves.',
  },
  notifications_refused: {
    title: 'Many notifications are refused',
    means:
      'Messages came to the notification URL that were not taken: badly signed, from an unknown address, or stale.',
    mend: 'Signed ones from an unknown address: add it to WEBHOOK_ALLOWED_SOURCES, and replay them. Badly signed ones from PagoEfectivo: the account has another secret there; enter it with `chasqui secret rotate`. Others are forged: nothing is lost, block them in front.',
  },
  notifications_stuck: {
    title: 'Notifications wait to be applied',
    means:
      'Verified notifications are stored and nobody applied them for five minutes: orders that are paid do not ship.',
    mend: 'See whether reconciliation-worker runs, and what it logs.',
  },
  notifications_failed: {
    title: 'Notifications could not be applied',
    means: 'Verified notifications failed when they were applied, and are kept.',
    mend: 'Mend the cause and replay them: `chasqui notification list --status failed`, or the console under Notifications.',
  },
  work_overdue: {
    title: 'Work is not done',
    means: 'Rows that are due were taken by no process for ten minutes.',
    mend: 'See whether the worker that the numbers name runs, and what it logs; failed jobs stand in the console under Queues.',
  },
  was_away: {
    title: 'Chasqui was away',
    means:
      'No process of an app ran for a while. Notifications may be lost; every open CIP is searched before the clock closes its order.',
    mend: 'Nothing, if it was meant. It clears by itself once everything is searched; see what stopped the processes.',
  },
  key_expiring: {
    title: 'A key, secret or certificate ends soon',
    means:
      'An API or admin key, a secret that is being rotated, a secretKey with a known end or a certificate of a webhook endpoint ends within 30 days, or has ended while it was in use. `kind` and `id` in the numbers say which.',
    mend: 'Put another in its place in time, and give it to whoever uses the old one: `chasqui secret list` shows every end and last use, docs/security.md how each is changed. Of a rotation that overlaps only the last user of the old one has to move.',
  },
  endpoint_failing: {
    title: 'A webhook endpoint fails',
    means: 'An endpoint of a shop has taken nothing for an hour or longer, though it was tried. Its events wait.',
    mend: 'Mend the receiver, or its address: `chasqui endpoint update`. `chasqui endpoint stats` says what it answers.',
  },
  endpoint_disabled: {
    title: 'A webhook endpoint is disabled',
    means: 'An endpoint of a shop answered 410 and is switched off. Its events wait, and nothing is lost.',
    mend: 'Mend the receiver and enable it: `chasqui endpoint update --enabled yes`.',
  },
  cases_overdue: {
    title: 'Cases are overdue',
    means: 'Cases wait for a person beyond their deadline.',
    mend: 'Resolve them: `chasqui case list`, or the console under Cases.',
  },
};

export const ALERT_KIND_NAMES = Object.keys(ALERT_KINDS).filter(isAlertKind);

export function isAlertKind(text: string): text is AlertKind {
  return Object.hasOwn(ALERT_KINDS, text);
}
