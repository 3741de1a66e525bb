import { badge, h } from './dom.js';
import { t, term } from './language.js';

const STATE_TONES = {
  created: 'quiet',
  pending: 'info',
  expiring: 'warn',
  paid: 'good',
  expired: 'quiet',
  cancelled: 'quiet',
  failed: 'bad',
  refunded: 'special',
  reversed: 'bad',
};

const STATUS_TONES = {
  pending: 'info',
  waiting: 'warn',
  applied: 'good',
  delivered: 'good',
  ignored: 'quiet',
  failed: 'bad',
  rejected: 'bad',
  open: 'warn',
  resolved: 'good',
};

const LANE_TONES = { inbox: 'quiet', signed: 'warn', quarantine: 'bad' };

export const stateBadge = (state) => badge(term('state', state), STATE_TONES[state]);
export const statusBadge = (status) => badge(term('status', status), STATUS_TONES[status]);
const REFUND_TONES = {
  requested: 'warn',
  approved: 'info',
  sent: 'info',
  done: 'good',
  bounced: 'bad',
  rejected: 'quiet',
};

export const refundBadge = (state) => badge(term('refund', state), REFUND_TONES[state]);
export const laneBadge = (lane) => badge(term('lane', lane), LANE_TONES[lane]);

/** `2026-11-22T18:30:00-05:00` as `2026-11-22 18:30:00`: the API speaks Lima time, and so does this page. */
export function instant(iso) {
  return iso ? h('time', { datetime: iso }, iso.slice(0, 19).replace('T', ' ')) : '–';
}

export const money = (amount, currency) => h('span', { class: 'money' }, `${currency} ${amount}`);

export const code = (text) => (text ? h('code', {}, text) : '–');

export const paymentLink = (id) => h('a', { href: `#/orders/${encodeURIComponent(id)}` }, h('code', {}, id));

/** The same where there is little room: the end of an id tells two apart. */
export const shortPaymentLink = (id) =>
  h('a', { href: `#/orders/${encodeURIComponent(id)}`, title: id }, h('code', {}, `…${id.slice(-8)}`));

/** The badges that make somebody look twice. */
export function marks(payment) {
  return [
    payment.inReview ? badge(t('mark.inReview'), 'warn') : null,
    payment.late ? badge(t('mark.late'), 'warn') : null,
    payment.livemode ? null : badge(t('mark.test'), 'quiet'),
  ];
}

/** A verdict of the ingest, green where it is the one that is wanted. */
export function verdict(word) {
  const fine = ['valid', 'allowed', 'ok'].includes(word);
  return h('span', { class: fine ? 'fine' : 'doubt' }, word ?? '–');
}

/** Anything that JSON can hold, readable. */
export function json(value) {
  return h('pre', {}, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}
