import { get } from '../api.js';
import { h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant, marks, money, paymentLink, stateBadge } from '../show.js';
import { growingList } from './more.js';

const STATES = ['created', 'pending', 'expiring', 'paid', 'expired', 'cancelled', 'failed', 'refunded', 'reversed'];

/** The latest orders, or what a search finds; a search that finds one order opens it. */
export async function showOrders(context, query) {
  const found = await get('/api/payments', { q: query.q, state: query.state });
  if (query.q && found.data.length === 1) {
    history.replaceState(null, '', `#/orders/${encodeURIComponent(found.data[0].id)}`);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
  let first = found;
  const list = await growingList(context, {
    load: async (cursor) => {
      const page = first ?? (await get('/api/payments', { state: query.state, cursor }));
      first = null;
      return page;
    },
    render: (rows) => table(headings(), rows.map(row), query.q ? t('orders.notFound') : t('orders.none')),
  });
  return h('section', {}, h('h1', {}, t('nav.orders')), filters(context, query), list);
}

function filters(context, query) {
  return h(
    'form',
    {
      class: 'filters',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        const { q } = Object.fromEntries(new FormData(event.currentTarget));
        context.go('orders', { q: q.trim(), state: query.state });
      },
    },
    h(
      'label',
      { class: 'field wide' },
      h('span', {}, t('orders.search')),
      h('input', {
        name: 'q',
        type: 'search',
        value: query.q ?? '',
        placeholder: t('orders.searchHint'),
        maxlength: 100,
      }),
    ),
    select({
      label: t('column.state'),
      value: query.state ?? '',
      options: [['', t('any')], ...STATES.map((state) => [state, term('state', state)])],
      onchange: (state) => context.go('orders', { q: query.q, state }),
    }),
    h('button', { class: 'primary' }, t('orders.find')),
  );
}

const headings = () => [
  t('column.order'),
  t('column.state'),
  t('column.amount'),
  t('column.cip'),
  t('column.created'),
  t('column.paid'),
  t('column.payment'),
];

const row = (payment) =>
  h(
    'tr',
    {},
    h('td', { class: 'strong' }, h('a', { href: `#/orders/${encodeURIComponent(payment.id)}` }, payment.orderId)),
    h('td', {}, h('span', { class: 'badges' }, stateBadge(payment.state), marks(payment))),
    h('td', { class: 'number' }, money(payment.amount, payment.currency)),
    h('td', {}, code(payment.cip)),
    h('td', {}, instant(payment.createdAt)),
    h('td', {}, instant(payment.paidAt)),
    h('td', {}, paymentLink(payment.id)),
  );
