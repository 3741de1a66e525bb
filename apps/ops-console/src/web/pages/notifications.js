import { get, post } from '../api.js';
import { actionButton, facts, h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant, json, laneBadge, paymentLink, statusBadge, verdict } from '../show.js';
import { growingList } from './more.js';

const LANES = ['inbox', 'signed', 'quarantine'];
const STATUSES = ['pending', 'waiting', 'applied', 'ignored', 'failed', 'rejected'];

/** Every message that came, with what was checked: the evidence (requirement R17). */
export async function showNotifications(context, query) {
  const again = () => context.go('notifications', query);
  const list = await growingList(context, {
    load: (cursor) => get('/api/notifications', { lane: query.lane, status: query.status, cip: query.cip, cursor }),
    render: (rows) =>
      table(
        headings(),
        rows.map((entry) => row(context, entry, again)),
        t('notifications.none'),
      ),
  });
  return h('section', {}, h('h1', {}, t('nav.notifications')), filters(context, query), list);
}

function filters(context, query) {
  const change = (part) => context.go('notifications', { ...query, ...part });
  return h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault();
        change({ cip: Object.fromEntries(new FormData(event.currentTarget)).cip.trim() });
      },
    },
    h(
      'label',
      { class: 'field' },
      h('span', {}, t('column.cip')),
      h('input', { name: 'cip', type: 'search', inputmode: 'numeric', pattern: '\\d{1,14}', value: query.cip ?? '' }),
    ),
    select({
      label: t('notifications.lane'),
      value: query.lane ?? '',
      options: [['', t('any')], ...LANES.map((lane) => [lane, term('lane', lane)])],
      onchange: (lane) => change({ lane }),
    }),
    select({
      label: t('column.status'),
      value: query.status ?? '',
      options: [['', t('any')], ...STATUSES.map((status) => [status, term('status', status)])],
      onchange: (status) => change({ status }),
    }),
    h('button', { class: 'primary' }, t('orders.find')),
  );
}

const headings = () => [
  t('notifications.received'),
  t('notifications.event'),
  t('column.cip'),
  t('column.status'),
  t('notifications.lane'),
  t('notifications.signature'),
  t('notifications.source'),
  t('notifications.outcome'),
  '',
];

function row(context, entry, again) {
  return h(
    'tr',
    {},
    h('td', {}, instant(entry.receivedAt)),
    h('td', { class: 'strong' }, entry.eventType ?? '–'),
    h('td', {}, code(entry.cip)),
    h('td', {}, statusBadge(entry.status)),
    h('td', {}, laneBadge(entry.lane)),
    h('td', {}, verdict(entry.signatureVerdict)),
    h('td', {}, verdict(entry.sourceVerdict), h('br'), h('small', {}, entry.sourceAddress ?? '')),
    h('td', { class: 'text' }, entry.outcome ?? '–'),
    h(
      'td',
      { class: 'actions' },
      h('button', { type: 'button', onclick: () => context.attempt(() => openEvidence(entry.id)) }, t('show')),
      entry.replayable && context.mayChange
        ? actionButton({ label: t('notifications.replay'), onclick: () => replay(context, entry, again) })
        : null,
    ),
  );
}

async function replay(context, entry, again) {
  const replayed = await context.attempt(() => post(`/api/notifications/${encodeURIComponent(entry.id)}/replay`));
  if (!replayed) return;
  context.say(t('notifications.replayed'));
  again();
}

async function openEvidence(id) {
  const entry = await get(`/api/notifications/${encodeURIComponent(id)}`);
  const dialog = h(
    'dialog',
    { class: 'wide', onclose: () => dialog.remove() },
    h('h2', {}, entry.eventType ?? t('notifications.unreadable')),
    facts([
      [t('notifications.received'), instant(entry.receivedAt)],
      ['Id', code(entry.id)],
      [t('column.payment'), entry.paymentId ? paymentLink(entry.paymentId) : null],
      [t('column.cip'), entry.cip ? code(entry.cip) : null],
      [t('order.operation'), entry.operationNumber ? code(entry.operationNumber) : null],
      [t('order.transactionCode'), entry.transactionCode ? code(entry.transactionCode) : null],
      [t('notifications.signature'), verdict(entry.signatureVerdict)],
      [t('notifications.source'), h('span', {}, verdict(entry.sourceVerdict), ` ${entry.sourceAddress ?? ''}`)],
      [t('notifications.peer'), entry.peerAddress],
      [t('notifications.body'), verdict(entry.bodyVerdict)],
      [t('notifications.outcome'), entry.outcome],
      [t('notifications.attempts'), String(entry.attempts)],
    ]),
    h('h3', {}, t('notifications.raw', { bytes: entry.rawBytes })),
    json(entry.rawText),
    h('h3', {}, t('notifications.headers')),
    json(
      Object.entries(entry.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    ),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, t('close')),
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target.closest('a')) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}
