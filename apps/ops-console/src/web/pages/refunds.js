import { get } from '../api.js';
import { h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant, money, paymentLink, refundBadge } from '../show.js';
import { growingList } from './more.js';
import { refundActions } from './refund-actions.js';

const STATES = ['requested', 'approved', 'sent', 'done', 'bounced', 'rejected'];

/** Money that goes back, and what each refund waits for (requirement R4). */
export async function showRefunds(context, query) {
  const again = () => context.go('refunds', query);
  const list = await growingList(context, {
    load: (cursor) => get('/api/refunds', { state: query.state, cursor }),
    render: (rows) => refundTable(context, rows, again),
  });
  return h(
    'section',
    {},
    h('h1', {}, t('nav.refunds')),
    h(
      'div',
      { class: 'filters' },
      select({
        label: t('column.state'),
        value: query.state ?? '',
        options: [['', t('any')], ...STATES.map((state) => [state, term('refund', state)])],
        onchange: (state) => context.go('refunds', { ...query, state }),
      }),
    ),
    list,
  );
}

export function refundTable(context, rows, again) {
  return table(
    [
      t('column.amount'),
      t('column.state'),
      t('column.order'),
      t('refunds.goesTo'),
      t('refunds.reason'),
      t('refunds.people'),
      t('refunds.evidence'),
      '',
    ],
    rows.map((refund) => row(context, refund, again)),
    t('refunds.none'),
  );
}

function row(context, refund, again) {
  const { destination } = refund;
  return h(
    'tr',
    {},
    h('td', { class: 'number' }, money(refund.amount, refund.currency)),
    h('td', {}, refundBadge(refund.state), refund.settledAt ? [h('br'), instant(refund.settledAt)] : null),
    h('td', {}, refund.orderId, h('br'), paymentLink(refund.payment)),
    h(
      'td',
      {},
      refund.channel === 'api'
        ? 'PagoEfectivo'
        : destination
          ? `${destination.type === 'cci' ? 'CCI' : ''} ${destination.bank} …${destination.ending}`
          : '–',
    ),
    h(
      'td',
      { class: 'text' },
      refund.reason,
      [refund.creditNote, refund.bankReference, refund.endReason, refund.uncertain]
        .filter(Boolean)
        .map((text) => [h('br'), h('small', {}, text)]),
    ),
    h(
      'td',
      { class: 'text' },
      h('small', {}, refund.requestedBy),
      refund.approvedBy
        ? [h('br'), h('small', {}, `✓ ${refund.approvedBy}${refund.selfApproved ? ` (${t('refunds.own')})` : ''}`)]
        : null,
    ),
    h(
      'td',
      {},
      refund.evidence.map((file) => [
        h(
          'a',
          { href: `/api/refunds/${encodeURIComponent(refund.id)}/evidence/${encodeURIComponent(file.id)}` },
          code(file.name),
        ),
        h('br'),
      ]),
    ),
    h('td', { class: 'actions' }, refundActions(context, refund, again)),
  );
}
