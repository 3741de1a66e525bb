import { get } from '../api.js';
import { actionButton, badge, h, replace, table } from '../dom.js';
import { t, term } from '../language.js';

const VERDICT_TONES = { ok: 'good', warn: 'warn', fail: 'bad' };
/** What needs a person stands first. */
const ORDER = ['fail', 'warn', 'ok'];

/** What `chasqui doctor` says, asked from the console's process (requirement R26). The sentences are those of the command. */
export async function showDoctor(context) {
  const findings = h('div', { 'aria-live': 'polite' });
  const look = async () => {
    replace(findings, h('p', { class: 'empty' }, t('doctor.looking')));
    const report = await context.attempt(() => get('/api/doctor'));
    replace(findings, report ? sheet(report) : null);
  };
  const again = actionButton({ label: t('doctor.again'), onclick: look });
  void look();
  return h('section', {}, h('h1', {}, t('nav.doctor')), h('div', { class: 'filters' }, again), findings);
}

function sheet({ findings, failed, warned }) {
  const sorted = ORDER.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
  return [
    h('p', {}, t('doctor.summary', { looks: findings.length, failed, warned })),
    table(
      [t('doctor.verdict'), t('doctor.check'), t('doctor.finding')],
      sorted.map(({ check, verdict, what, mend }) =>
        h(
          'tr',
          {},
          h('td', {}, badge(term('verdict', verdict), VERDICT_TONES[verdict])),
          h('td', {}, h('code', {}, check)),
          h('td', { class: 'text' }, what, mend ? [h('br'), h('strong', {}, t('doctor.mend')), ' ', mend] : null),
        ),
      ),
      '–',
    ),
  ];
}
