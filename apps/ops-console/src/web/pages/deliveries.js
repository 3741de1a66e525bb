import { get, post } from '../api.js';
import { actionButton, badge, h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant, shortPaymentLink, statusBadge } from '../show.js';
import { growingList } from './more.js';

const STATUSES = ['failed', 'pending', 'delivered'];

/** What shops' systems were told, and what they were not (requirement R21). */
export async function showDeliveries(context, query) {
  const status = query.status ?? 'failed';
  const again = () => context.go('deliveries', query);
  const list = await growingList(context, {
    load: (cursor) =>
      get('/api/deliveries', { status: status === 'all' ? '' : status, paymentId: query.paymentId, cursor }),
    render: (rows) =>
      table(
        headings(),
        rows.map((entry) => row(context, entry, again)),
        t('deliveries.none'),
      ),
  });
  return h(
    'section',
    {},
    h('h1', {}, t('nav.deliveries')),
    h(
      'div',
      { class: 'filters' },
      select({
        label: t('column.status'),
        value: status,
        options: [...STATUSES.map((known) => [known, term('status', known)]), ['all', t('any')]],
        onchange: (chosen) => context.go('deliveries', { ...query, status: chosen }),
      }),
    ),
    list,
  );
}

const headings = () => [
  t('column.created'),
  t('notifications.event'),
  t('column.status'),
  t('deliveries.attempts'),
  t('deliveries.lastAnswer'),
  t('deliveries.next'),
  t('deliveries.endpoint'),
  t('column.payment'),
  '',
];

function row(context, entry, again) {
  return h(
    'tr',
    {},
    h('td', {}, instant(entry.createdAt)),
    h('td', { class: 'strong' }, entry.eventType),
    h('td', {}, statusBadge(entry.status)),
    h('td', { class: 'number' }, String(entry.attempts)),
    h('td', { class: 'text' }, [entry.lastStatus, entry.lastError].filter(Boolean).join(' · ') || '–'),
    h('td', {}, instant(entry.nextAt)),
    h(
      'td',
      { class: 'text' },
      entry.url,
      entry.endpointEnabled ? null : [' ', badge(t('deliveries.disabled'), 'warn')],
    ),
    h('td', {}, shortPaymentLink(entry.paymentId)),
    h(
      'td',
      { class: 'actions' },
      entry.status !== 'pending' && context.mayChange
        ? actionButton({ label: t('deliveries.redeliver'), onclick: () => redeliver(context, entry, again) })
        : null,
    ),
  );
}

async function redeliver(context, entry, again) {
  const sent = await context.attempt(() => post(`/api/deliveries/${encodeURIComponent(entry.id)}/redeliver`));
  if (!sent) return;
  context.say(t('deliveries.redelivered'));
  again();
}
