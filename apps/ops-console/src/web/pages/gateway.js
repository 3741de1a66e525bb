import { get } from '../api.js';
import { badge, h, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant } from '../show.js';

const BREAKER_TONES = { closed: 'good', half_open: 'warn', open: 'bad' };

/** The calls to PagoEfectivo of every account: what is left of the budget, and whether it is left in peace (R12). */
export async function showGateway() {
  const { data } = await get('/api/gateway');
  return h('section', {}, h('h1', {}, t('nav.gateway')), table(headings(), data.map(row), t('gateway.none')));
}

const headings = () => [
  t('gateway.account'),
  t('gateway.budget'),
  t('gateway.breaker'),
  t('gateway.due'),
  t('gateway.oldest'),
  t('gateway.clock'),
  t('gateway.lastHour'),
  t('gateway.spent'),
];

function row(account) {
  return h(
    'tr',
    {},
    h('td', { class: 'strong' }, account.account, h('br'), h('small', {}, account.environment)),
    h('td', {}, t('gateway.left', { left: Math.floor(account.tokens), limit: account.limitPerMinute })),
    h('td', { class: 'text' }, breaker(account)),
    h('td', {}, lines(Object.entries(account.due).map(([priority, count]) => [term('priority', priority), count]))),
    h('td', {}, instant(account.oldestDueAt)),
    h('td', {}, account.clockAheadMs === null ? '–' : `${(account.clockAheadMs / 1000).toFixed(1)} s`),
    h('td', {}, lines(account.calls.map(({ operation, outcome, calls }) => [`${operation} · ${outcome}`, calls]))),
    h('td', {}, lines(Object.entries(account.spent))),
  );
}

function breaker(account) {
  const state = badge(term('breaker', account.breaker), BREAKER_TONES[account.breaker]);
  if (account.trouble === null) return state;
  return [state, h('br'), h('small', {}, account.trouble, ' ', instant(account.blockedUntil))];
}

function lines(entries) {
  if (entries.length === 0) return '–';
  return entries.map(([name, value]) => h('div', {}, `${name}: ${value}`));
}
