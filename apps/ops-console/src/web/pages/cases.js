import { get, post } from '../api.js';
import { h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant, json, statusBadge } from '../show.js';
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
  const filter = { state: state === 'all' ? '' : state, kind: query.kind };
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
    ),
    list,
  );
}

const headings = () => [
  t('column.kind'),
  t('column.order'),
  t('column.state'),
  t('cases.opened'),
  t('cases.details'),
  t('cases.resolution'),
  '',
];

function row(context, entry, again) {
  return h(
    'tr',
    {},
    h('td', { class: 'strong' }, term('case', entry.kind)),
    h(
      'td',
      {},
      entry.paymentId
        ? h('a', { href: `#/orders/${encodeURIComponent(entry.paymentId)}` }, entry.orderId ?? entry.paymentId)
        : '–',
    ),
    h('td', {}, statusBadge(entry.state)),
    h('td', {}, instant(entry.openedAt)),
    h('td', {}, h('details', {}, h('summary', {}, t('show')), json(entry.details))),
    h(
      'td',
      { class: 'text' },
      entry.resolution
        ? [
            term('resolution', entry.resolution),
            h('br'),
            h('small', {}, `${entry.reason ?? ''} (${entry.resolvedBy ?? ''})`),
          ]
        : '–',
    ),
    h('td', { class: 'actions' }, resolveButton(context, entry, again)),
  );
}

export function resolveButton(context, entry, again) {
  if (entry.state !== 'open' || !context.mayChange) return null;
  return h('button', { type: 'button', onclick: () => openDialog(context, entry, again) }, t('cases.resolve'));
}

function openDialog(context, entry, again) {
  const mayAccept = entry.kind === 'paid_late';
  const dialog = h(
    'dialog',
    { onclose: () => dialog.remove() },
    h(
      'form',
      {
        onsubmit: async (event) => {
          event.preventDefault();
          const given = Object.fromEntries(new FormData(event.currentTarget));
          const resolved = await context.attempt(() =>
            post(`/api/cases/${encodeURIComponent(entry.id)}/resolve`, given),
          );
          dialog.close();
          if (!resolved) return;
          context.say(t('cases.done'));
          again();
        },
      },
      h('h2', {}, `${t('cases.resolve')}: ${term('case', entry.kind)}`),
      mayAccept
        ? [choice('accept', t('cases.acceptHint'), true), choice('close', t('cases.closeHint'), false)]
        : [h('input', { type: 'hidden', name: 'resolution', value: 'close' }), h('p', {}, t('cases.closeHint'))],
      h(
        'label',
        { class: 'field' },
        h('span', {}, t('cases.reason')),
        h('textarea', { name: 'reason', required: true, minlength: 3, maxlength: 500, rows: 3 }),
      ),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', onclick: () => dialog.close() }, t('cancel')),
        h('button', { class: 'primary' }, t('cases.resolve')),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function choice(value, hint, checked) {
  return h(
    'label',
    { class: 'choice' },
    h('input', { type: 'radio', name: 'resolution', value, checked, required: true }),
    h('span', {}, h('strong', {}, term('resolution', value)), h('br'), hint),
  );
}
