import { badge, h } from '../dom.js';
import { t, term } from '../language.js';
import { instant, json } from '../show.js';

/** Everything that is known about how an order came to its state, oldest first (requirement R9). */
export function timelineList(entries) {
  if (entries.length === 0) return h('p', { class: 'empty' }, t('order.noTimeline'));
  return h(
    'ol',
    { class: 'timeline' },
    entries.map((entry) =>
      h(
        'li',
        { class: entry.kind },
        h('div', { class: 'when' }, instant(entry.at)),
        h(
          'details',
          {},
          h(
            'summary',
            {},
            badge(term('timeline', entry.kind), 'quiet'),
            h('strong', {}, entry.what),
            h('span', { class: 'actor' }, entry.actor),
            h('span', { class: 'gist' }, gist(entry)),
          ),
          json(entry.data),
        ),
      ),
    ),
  );
}

/** The few words of an entry's data that say most. */
function gist({ kind, data }) {
  switch (kind) {
    case 'notification':
      return [data.signature, data.source, data.status, data.outcome].filter(Boolean).join(' · ');
    case 'gateway_call':
      return [data.outcome, data.httpStatus, `${data.durationMs} ms`, data.error].filter(Boolean).join(' · ');
    case 'delivery':
      return [data.httpStatus, `${data.durationMs} ms`, data.error].filter(Boolean).join(' · ');
    case 'history':
      return [data.from && data.to ? `${data.from} → ${data.to}` : null, data.reason].filter(Boolean).join(' · ');
    default:
      return '';
  }
}
