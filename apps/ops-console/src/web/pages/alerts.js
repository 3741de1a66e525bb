import { get, post } from '../api.js';
import { actionButton, badge, h, replace, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant, json, statusBadge } from '../show.js';
import { growingList } from './more.js';

const STATES = ['uncleared', 'open', 'acknowledged', 'cleared'];
const TONES = { warning: 'warn', critical: 'bad' };

/** What a person should know of (docs/alerts.md). */
export async function showAlerts(context, query) {
  const state = query.state ?? 'uncleared';
  const again = () => context.go('alerts', query);
  const list = await growingList(context, {
    load: (cursor) => get('/api/alerts', { state: state === 'all' ? '' : state, cursor }),
    render: (rows) =>
      table(
        headings(),
        rows.map((alert) => row(context, alert, again)),
        t('alerts.none'),
      ),
  });
  return h(
    'section',
    {},
    h('h1', {}, t('nav.alerts')),
    h(
      'div',
      { class: 'filters' },
      select({
        label: t('column.state'),
        value: state,
        options: [...STATES.map((known) => [known, term('status', known)]), ['all', t('any')]],
        onchange: (chosen) => context.go('alerts', { state: chosen }),
      }),
    ),
    list,
  );
}

const headings = () => [
  t('column.kind'),
  t('alerts.severity'),
  t('column.state'),
  t('alerts.raised'),
  t('alerts.lastSeen'),
  t('alerts.numbers'),
  '',
];

function row(context, alert, again) {
  return h(
    'tr',
    {},
    h(
      'td',
      { class: 'text' },
      h('strong', {}, term('alert', alert.kind)),
      h('br'),
      alert.summary,
      h('br'),
      h('small', {}, term('alertMend', alert.kind)),
    ),
    h('td', {}, badge(term('severity', alert.severity), TONES[alert.severity])),
    h(
      'td',
      {},
      statusBadge(alert.state),
      alert.acknowledgedBy ? [h('br'), h('small', {}, alert.acknowledgedBy)] : null,
    ),
    h('td', {}, instant(alert.raisedAt)),
    h('td', {}, instant(alert.lastSeenAt), ' ', h('small', {}, `× ${alert.times}`)),
    h('td', {}, h('details', {}, h('summary', {}, t('show')), json(alert.numbers))),
    h(
      'td',
      { class: 'actions' },
      alert.state === 'open' && context.mayChange
        ? actionButton({ label: t('alerts.acknowledge'), onclick: () => acknowledge(context, alert, again) })
        : null,
    ),
  );
}

async function acknowledge(context, alert, again) {
  const done = await context.attempt(() => post(`/api/alerts/${encodeURIComponent(alert.id)}/acknowledge`));
  if (!done) return;
  context.say(t('alerts.acknowledged'));
  again();
}

/** Above every page, as long as something open is critical. */
export async function showBanner(place) {
  const { data } = await get('/api/alerts', { state: 'open' });
  const critical = data.filter(({ severity }) => severity === 'critical');
  const [first] = critical;
  replace(
    place,
    first
      ? h(
          'a',
          { href: '#/alerts' },
          h('strong', {}, term('alert', first.kind)),
          critical.length > 1 ? ` ${t('alerts.more', { count: critical.length - 1 })}` : '',
        )
      : null,
  );
}
