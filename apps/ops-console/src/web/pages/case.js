import { get, post } from '../api.js';
import { badge, facts, h } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant, json, paymentLink, statusBadge } from '../show.js';
import { timelineList } from './timeline.js';

/** One case: what happened, until when and by whom it is judged, and what may be answered (requirement R20). */
export async function showCase(context, id) {
  const path = `/api/cases/${encodeURIComponent(id)}`;
  const entry = await get(path);
  const timeline = entry.paymentId
    ? await get(`/api/payments/${encodeURIComponent(entry.paymentId)}/timeline`)
    : { data: null };
  const again = () => context.go(`cases/${encodeURIComponent(id)}`);
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'heading' },
      h('h1', {}, term('case', entry.kind)),
      h('span', { class: 'badges' }, statusBadge(entry.state)),
      h('div', { class: 'actions' }, resolveButton(context, entry, again)),
    ),
    entry.note ? h('p', { class: 'hint warn' }, `${t('cases.note')}: ${entry.note}`) : null,
    h('div', { class: 'card' }, overview(entry)),
    assignForm(context, entry, again),
    h('h2', {}, t('cases.details')),
    json(entry.details),
    h('h2', {}, t('cases.evidence')),
    timeline.data ? timelineList(timeline.data) : h('p', { class: 'empty' }, t('cases.noOrder')),
  );
}

function overview(entry) {
  return facts([
    [t('column.order'), entry.orderId],
    [t('column.payment'), entry.paymentId ? paymentLink(entry.paymentId) : null],
    [t('cases.opened'), instant(entry.openedAt)],
    [t('cases.due'), due(entry)],
    [t('cases.owner'), entry.owner ?? t('cases.nobody')],
    [t('cases.receipt'), entry.receiptId ? code(entry.receiptId) : null],
    [t('cases.notification'), entry.notificationId ? code(entry.notificationId) : null],
    [t('cases.resolution'), entry.resolution ? outcome(entry) : null],
    [t('cases.refunds'), entry.refundIds.length > 0 ? entry.refundIds.map((refund) => code(refund)) : null],
  ]);
}

export const caseLink = (entry) =>
  h('a', { href: `#/cases/${encodeURIComponent(entry.id)}` }, term('case', entry.kind));

/** The deadline, marked once it has passed. */
export function due(entry) {
  return entry.overdue
    ? h('span', { class: 'badges' }, instant(entry.dueAt), badge(t('cases.overdue'), 'bad'))
    : instant(entry.dueAt);
}

/** How it ended, by whom and why. */
export function outcome(entry) {
  if (!entry.resolution) return '–';
  const by = t('cases.by', { actor: entry.resolvedBy, reason: entry.reason });
  return [term('resolution', entry.resolution), h('br'), h('small', {}, by)];
}

function assignForm(context, entry, again) {
  if (entry.state !== 'open' || !context.mayChange) return null;
  return h(
    'form',
    {
      class: 'filters',
      onsubmit: async (event) => {
        event.preventDefault();
        const owner = String(new FormData(event.currentTarget).get('owner')).trim();
        const path = `/api/cases/${encodeURIComponent(entry.id)}/assign`;
        const assigned = await context.attempt(() => post(path, { owner: owner === '' ? null : owner }));
        if (!assigned) return;
        context.say(t('cases.assigned'));
        again();
      },
    },
    h(
      'label',
      { class: 'field' },
      h('span', {}, t('cases.owner')),
      h('input', { name: 'owner', type: 'email', value: entry.owner ?? context.operator.email, maxlength: 200 }),
    ),
    h('button', { title: t('cases.assignHint') }, t('cases.assign')),
  );
}

export function resolveButton(context, entry, again) {
  if (entry.state !== 'open' || !context.mayChange) return null;
  return h('button', { type: 'button', onclick: () => openDialog(context, entry, again) }, t('cases.resolve'));
}

function openDialog(context, entry, again) {
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
      entry.resolutions.map((resolution, index) => choice(entry, resolution, index === 0)),
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

function choice(entry, value, checked) {
  return h(
    'label',
    { class: 'choice' },
    h('input', { type: 'radio', name: 'resolution', value, checked, required: true }),
    h('span', {}, h('strong', {}, term('resolution', value)), h('br'), hint(entry, value)),
  );
}

function hint(entry, resolution) {
  if (resolution === 'refund') return t('cases.refundHint');
  if (resolution === 'close') return t('cases.closeHint');
  return entry.kind === 'settlement_difference' ? t('cases.writeOffHint') : t('cases.acceptHint');
}
