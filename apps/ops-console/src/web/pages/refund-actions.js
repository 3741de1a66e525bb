import { post } from '../api.js';
import { facts, h } from '../dom.js';
import { t } from '../language.js';

/** What an operator may do next with a refund; the server has the last word. */
export function refundActions(context, refund, again) {
  if (!context.mayChange) return null;
  const path = `/api/refunds/${encodeURIComponent(refund.id)}`;
  const button = (label, onclick) => h('button', { type: 'button', onclick }, label);
  const ask = (step, title, fields, collect = plain) =>
    button(title, () =>
      dialog(context, { title, fields }, again, async (form) => post(`${path}/${step}`, await collect(form))),
    );
  const reason = () => [field('reason', t('refunds.reason'), { required: true, minlength: 3, maxlength: 500 })];
  const byHand = refund.channel === 'manual' || refund.uncertain !== null;
  const buttons = {
    requested: () => [
      refund.channel === 'manual' ? ask('describe', t('refunds.describe'), destinationFields(), destinationOf) : null,
      ask('approve', t('refunds.approve'), []),
      ask('reject', t('refunds.reject'), reason()),
    ],
    approved: () => [
      refund.channel === 'manual'
        ? ask('sent', t('refunds.sent'), [field('bankReference', t('refunds.bankReference'))])
        : null,
      ask('reject', t('refunds.reject'), reason()),
    ],
    sent: () =>
      byHand
        ? [ask('done', t('refunds.done'), doneFields(), evidenceOf), ask('bounced', t('refunds.bounced'), reason())]
        : [],
  };
  const account = refund.destination
    ? button(t('refunds.account'), async () => {
        const whole = await context.attempt(() => post(`${path}/account`));
        if (whole) show(t('refunds.account'), facts(Object.entries(whole)));
      })
    : null;
  return [account, (buttons[refund.state] ?? (() => []))()];
}

/** On the page of a payment: asks for money of one receipt to go back. */
export function requestButton(context, payment, receipt, again) {
  if (!context.mayChange || receipt.reversedAt) return null;
  const fields = [
    field('amount', t('refunds.amountHint'), { pattern: '\\d+\\.\\d{2}', placeholder: receipt.amount }),
    field('reason', t('refunds.reason'), { required: true, maxlength: 200 }),
    field('creditNote', t('refunds.creditNote'), { maxlength: 40 }),
    ...destinationFields(),
  ];
  return h(
    'button',
    {
      type: 'button',
      onclick: () =>
        dialog(context, { title: t('refunds.request'), fields }, again, (form) => {
          const { amount, reason, creditNote } = plain(form);
          return post(`/api/payments/${encodeURIComponent(payment.id)}/refunds`, {
            receipt: receipt.id,
            reason,
            ...(amount ? { amount } : {}),
            ...(creditNote ? { creditNote } : {}),
            ...destinationOf(form),
          });
        }),
    },
    t('refunds.request'),
  );
}

function dialog(context, { title, fields }, again, send) {
  const element = h(
    'dialog',
    { onclose: () => element.remove() },
    h(
      'form',
      {
        onsubmit: async (event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const done = await context.attempt(() => send(form));
          if (!done) return;
          element.close();
          context.say(t('refunds.noted'));
          again();
        },
      },
      h('h2', {}, title),
      fields,
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', onclick: () => element.close() }, t('cancel')),
        h('button', { class: 'primary' }, title),
      ),
    ),
  );
  document.body.append(element);
  element.showModal();
}

function show(title, content) {
  const close = h('button', { type: 'button', onclick: () => element.close() }, t('close'));
  const element = h('dialog', { onclose: () => element.remove() }, h('h2', {}, title), content, close);
  document.body.append(element);
  element.showModal();
}

function field(name, label, attributes = {}) {
  return h('label', { class: 'field' }, h('span', {}, label), h('input', { name, ...attributes }));
}

const destinationFields = () => [
  field('number', t('refunds.cci'), { pattern: '\\d{20}', inputmode: 'numeric', autocomplete: 'off' }),
  field('holder', t('refunds.holder'), { maxlength: 100, autocomplete: 'off' }),
];

const doneFields = () => [
  field('bankReference', t('refunds.bankReference')),
  field('note', t('refunds.note'), { maxlength: 500 }),
  field('slip', t('refunds.slip'), { type: 'file', accept: '.pdf,image/*' }),
];

function plain(form) {
  const given = [...new FormData(form)].filter(([, value]) => typeof value === 'string' && value !== '');
  return Object.fromEntries(given);
}

function destinationOf(form) {
  const { number, holder } = plain(form);
  return number ? { destination: { type: 'cci', number, holder: holder ?? '' } } : {};
}

async function evidenceOf(form) {
  const { bankReference, note } = plain(form);
  const file = form.elements.slip.files[0];
  const evidence = file
    ? [{ name: file.name, mediaType: file.type || 'application/octet-stream', content: await base64(file) }]
    : [];
  return { evidence, ...(bankReference ? { bankReference } : {}), ...(note ? { note } : {}) };
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
