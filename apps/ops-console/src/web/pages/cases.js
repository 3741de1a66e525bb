import { get } from '../api.js';
import { h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant, statusBadge } from '../show.js';
import { caseLink, due, outcome, resolveButton } from './case.js';
import { growingList } from './more.js';

const KINDS = [
  'paid_late',
  'wrong_amount',
  'paid_twice',
  'reversed',
  'unknown_cip',
  'unconfirmed_close',
  'settlement_difference',
];

/** Money that a person must judge (requirement R20). */
export async function showCases(context, query) {
  const state = query.state ?? 'open';
  const filter = { state: state === 'all' ? '' : state, kind: query.kind, overdue: query.overdue };
  const again = () => context.go('cases', query);
  const list = await growingList(context, {
    load: (cursor) => get('/api/cases', { ...filter, cursor }),
    render: (rows) =>
      table(
        headings(),
        rows.map((entry) => row(context, entry, again)),
        t('cases.none'),
      ),
  });
  return h(
    'section',
    {},
    h('h1', {}, t('nav.cases')),
    h(
      'div',
      { class: 'filters' },
      select({
        label: t('column.state'),
        value: state,
        options: [
          ['open', term('status', 'open')],
          ['resolved', term('status', 'resolved')],
          ['all', t('any')],
        ],
        onchange: (chosen) => context.go('cases', { ...query, state: chosen }),
      }),
      select({
        label: t('column.kind'),
        value: query.kind ?? '',
        options: [['', t('any')], ...KINDS.map((kind) => [kind, term('case', kind)])],
        onchange: (kind) => context.go('cases', { ...query, kind }),
      }),
      select({
        label: t('cases.onlyOverdue'),
        value: query.overdue ?? '',
        options: [
          ['', t('any')],
          ['true', t('cases.overdueOnly')],
        ],
        onchange: (overdue) => context.go('cases', { ...query, overdue }),
      }),
    ),
    list,
  );
}

const headings = () => [
  t('column.kind'),
  t('column.order'),
  t('column.state'),
  t('cases.opened'),
  t('cases.due'),
  t('cases.owner'),
  t('cases.resolution'),
  '',
];

function row(context, entry, again) {
  return h(
    'tr',
    {},
    h('td', { class: 'strong' }, caseLink(entry)),
    h(
      'td',
      {},
      entry.paymentId
        ? h('a', { href: `#/orders/${encodeURIComponent(entry.paymentId)}` }, entry.orderId ?? entry.paymentId)
        : '–',
    ),
    h('td', {}, statusBadge(entry.state)),
    h('td', {}, instant(entry.openedAt)),
    h('td', {}, due(entry)),
    h('td', {}, entry.owner ?? '–'),
    h('td', { class: 'text' }, outcome(entry)),
    h('td', { class: 'actions' }, resolveButton(context, entry, again)),
  );
}
