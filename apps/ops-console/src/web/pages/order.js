import { get, post } from '../api.js';
import { actionButton, badge, facts, h, table } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant, marks, money, stateBadge, statusBadge } from '../show.js';
import { caseLink, due, resolveButton } from './case.js';
import { requestButton } from './refund-actions.js';
import { refundTable } from './refunds.js';
import { timelineList } from './timeline.js';

/** One order with its true state, and everything that is known about how it came to it (requirements R9, R27). */
export async function showOrder(context, id) {
  const path = `/api/payments/${encodeURIComponent(id)}`;
  const [page, timeline, refunds] = await Promise.all([
    get(path),
    get(`${path}/timeline`),
    get('/api/refunds', { payment: id, limit: 200 }),
  ]);
  const again = () => context.go(`orders/${encodeURIComponent(id)}`);
  return h(
    'section',
    {},
    heading(context, page, again),
    overview(page),
    page.openCommand ? h('p', { class: 'hint warn' }, t('order.openCommand', page.openCommand)) : null,
    page.waitingNotifications > 0
      ? h('p', { class: 'hint warn' }, t('order.waiting', { count: page.waitingNotifications }))
      : null,
    h('h2', {}, t('order.money')),
    receipts(context, page.payment, again),
    refunds.data.length > 0 ? [h('h2', {}, t('nav.refunds')), refundTable(context, refunds.data, again)] : null,
    page.cases.length > 0 ? [h('h2', {}, t('nav.cases')), cases(context, page.cases, again)] : null,
    h('h2', {}, t('order.cips')),
    cips(page.cips),
    h('h2', {}, t('order.timeline')),
    timelineList(timeline.data),
  );
}

function heading(context, { payment }, again) {
  return h(
    'div',
    { class: 'heading' },
    h('h1', {}, t('order.title', { order: payment.orderId })),
    h('span', { class: 'badges' }, stateBadge(payment.state), marks(payment)),
    context.mayChange
      ? h(
          'div',
          { class: 'actions' },
          actionButton({ label: t('order.check'), tone: 'primary', onclick: () => check(context, payment.id, again) }),
        )
      : null,
  );
}

async function check(context, id, again) {
  context.say(t('check.running'), 'quiet');
  const report = await context.attempt(() => post(`/api/payments/${encodeURIComponent(id)}/check`));
  if (!report) return;
  const names = { before: term('state', report.before), after: term('state', report.after) };
  if (report.cipsAsked < report.cipsKnown) {
    context.say(t('check.unreachable', { reason: report.gatewayError ?? t('check.noReason') }), 'bad');
  } else if (report.before !== report.after) context.say(t('check.changed', names));
  else if (report.cipsKnown === 0) context.say(t('check.noCip'), 'quiet');
  else context.say(t('check.same', names));
  again();
}

function overview({ payment, shopId, accountId }) {
  const { customer } = payment;
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  return h(
    'div',
    { class: 'card' },
    facts([
      [t('column.amount'), money(payment.amount, payment.currency)],
      [t('column.cip'), payment.cip ? code(payment.cip.number) : null],
      [t('order.expires'), instant(payment.expiresAt)],
      [t('column.paid'), payment.paidAt ? instant(payment.paidAt) : null],
      [t('order.stock'), term('stock', payment.stock)],
      [t('order.refunded'), payment.refundedAmount === '0.00' ? null : money(payment.refundedAmount, payment.currency)],
      [t('order.failure'), payment.failure ? `${payment.failure.code}: ${payment.failure.message}` : null],
      [t('order.customer'), [name, customer.email, customer.phone].filter(Boolean).join(' · ')],
      [t('order.document'), [customer.documentType, customer.documentNumber].filter(Boolean).join(' ')],
      [t('order.description'), payment.description],
      [t('order.items'), payment.items.map((item) => `${item.quantity} × ${item.name ?? item.sku}`).join(', ')],
      [t('column.payment'), code(payment.id)],
      [t('order.shop'), `${shopId} · ${accountId}`],
      [t('column.created'), instant(payment.createdAt)],
      [
        t('order.page'),
        h('a', { href: payment.paymentPageUrl, target: '_blank', rel: 'noopener noreferrer' }, t('order.pageLink')),
      ],
    ]),
  );
}

function receipts(context, payment, again) {
  return table(
    [
      t('column.amount'),
      t('column.paid'),
      t('order.operation'),
      t('column.cip'),
      t('order.counts'),
      t('order.reversed'),
      '',
    ],
    payment.receipts.map((receipt) =>
      h(
        'tr',
        {},
        h('td', { class: 'number' }, money(receipt.amount, receipt.currency)),
        h('td', {}, instant(receipt.paidAt)),
        h('td', {}, code(receipt.operationNumber)),
        h('td', {}, code(receipt.cip)),
        h('td', {}, badge(term('counts', receipt.counts), receipt.counts === 'applied' ? 'good' : 'warn')),
        h('td', {}, instant(receipt.reversedAt)),
        h('td', { class: 'actions' }, requestButton(context, payment, receipt, again)),
      ),
    ),
    t('order.noMoney'),
  );
}

function cases(context, list, again) {
  return table(
    [t('column.kind'), t('column.state'), t('cases.opened'), t('cases.due'), t('cases.resolution'), ''],
    list.map((entry) =>
      h(
        'tr',
        {},
        h('td', { class: 'strong' }, caseLink(entry)),
        h('td', {}, statusBadge(entry.state)),
        h('td', {}, instant(entry.openedAt)),
        h('td', {}, due(entry)),
        h(
          'td',
          { class: 'text' },
          entry.resolution ? `${term('resolution', entry.resolution)}: ${entry.reason ?? ''}` : '–',
        ),
        h('td', { class: 'actions' }, resolveButton(context, entry, again)),
      ),
    ),
    '',
  );
}

function cips(list) {
  return table(
    [t('column.cip'), t('order.transactionCode'), t('column.status'), t('order.expires'), t('order.nextSearch')],
    list.map((cip) =>
      h(
        'tr',
        {},
        h('td', { class: 'strong' }, code(cip.number)),
        h('td', {}, code(cip.transactionCode)),
        h(
          'td',
          {},
          h('span', { class: 'badges' }, term('cip', cip.status), cip.current ? badge(t('order.shown'), 'info') : null),
        ),
        h('td', {}, instant(cip.expiresAt)),
        h('td', {}, instant(cip.nextSearchAt)),
      ),
    ),
    t('order.noCip'),
  );
}
