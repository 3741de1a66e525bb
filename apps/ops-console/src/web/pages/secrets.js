import { get } from '../api.js';
import { badge, h, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant } from '../show.js';

const SOON_DAYS = 30;
const NOW_DAYS = 7;

/** Every secret in force, soonest end first; never a value (R16). */
export async function showSecrets() {
  const { data } = await get('/api/secrets');
  return h('section', {}, h('h1', {}, t('nav.secrets')), table(headings(), data.map(row), t('secrets.none')));
}

const headings = () => [
  t('column.kind'),
  t('secrets.owner'),
  t('secrets.since'),
  t('secrets.lastUsed'),
  t('secrets.ends'),
  t('secrets.daysLeft'),
];

function row(secret) {
  return h(
    'tr',
    {},
    h('td', {}, term('secret', secret.kind)),
    h('td', { class: 'text' }, secret.owner),
    h('td', {}, instant(secret.since)),
    h('td', {}, instant(secret.lastUsedAt)),
    h('td', {}, instant(secret.endsAt)),
    h('td', {}, daysLeft(secret.daysLeft)),
  );
}

function daysLeft(days) {
  if (days === null) return '–';
  if (days > SOON_DAYS) return String(days);
  return badge(days === 0 ? t('secrets.ended') : String(days), days <= NOW_DAYS ? 'bad' : 'warn');
}
