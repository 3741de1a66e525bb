import { get } from '../api.js';
import { facts, h, table } from '../dom.js';
import { t, term } from '../language.js';
import { instant } from '../show.js';

/** How far the clock is with what is due to be closed (requirement R14). */
export async function showClosing() {
  const clock = await get('/api/clock');
  return h(
    'section',
    {},
    h('h1', {}, t('nav.closing')),
    facts([
      [t('closing.deadlinesDue'), String(clock.deadlinesDue)],
      [t('closing.lastQuestionsDue'), String(clock.lastQuestionsDue)],
      [t('closing.waitingForCalls'), String(clock.waitingForCalls)],
      [t('closing.oldestDueAt'), instant(clock.oldestDueAt)],
      [t('closing.deletesOpen'), String(clock.deletesOpen)],
      [t('closing.closedLately'), String(clock.closedLately)],
      [t('closing.endsAt'), instant(clock.endsAt)],
      [t('closing.budgetMinutes'), String(Math.ceil(clock.budgetMinutes))],
    ]),
    h('h2', {}, t('closing.held')),
    table(
      [t('closing.reason'), t('closing.payments'), t('closing.nextAt')],
      clock.held.map(({ why, count, nextAt }) =>
        h('tr', {}, h('td', {}, term('held', why)), h('td', {}, String(count)), h('td', {}, instant(nextAt))),
      ),
      t('closing.nothingHeld'),
    ),
  );
}
