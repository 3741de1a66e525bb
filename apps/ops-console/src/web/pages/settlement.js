import { get, post } from '../api.js';
import { actionButton, facts, h, select, table } from '../dom.js';
import { t, term } from '../language.js';
import { code, instant } from '../show.js';

const VIEWS = ['day', 'payout', 'difference', 'statement'];
/** In the order in which a person looks at them; `matched` is said first. */
const DIFFERENCES = ['only_theirs', 'only_ours', 'amount_differs', 'state_differs', 'state_unknown', 'newer_here'];
/** What stands in cells is compared by eye: numbers stand right, references as they are written. */
const AMOUNT = /^-?\d+(\.\d\d)?$/;
const REFERENCES = ['CIP', 'REFERENCE', 'TRANSACTION CODE', 'FILE'];

/** Does the money that PagoEfectivo tells of agree with ours (requirement R25)? */
export async function showSettlement(context, query) {
  const by = VIEWS.includes(query.by) ? query.by : 'day';
  const { account, from, to } = query;
  const asked = { account, from, to };
  const sight = await get('/api/settlement', asked);
  const rows = await get('/api/settlement/table', { ...asked, by });
  const shown = { account: sight.account, from: sight.from, to: sight.to };
  const csv = `/api/settlement/table.csv?${new URLSearchParams({ ...shown, by })}`;
  return h(
    'section',
    {},
    h('h1', {}, t('nav.settlement')),
    filters(context, { sight, by }),
    summary(sight),
    sight.hasRules ? null : h('p', { class: 'doubt' }, t('settlement.noRules')),
    context.mayChange ? casesButton(context, { shown, by }) : null,
    h('h2', {}, term('settlementView', by)),
    table(
      rows.heading.map((heading) => term('settlementColumn', heading)),
      rows.rows.map((cells) => row(rows.heading, cells)),
      t('settlement.none'),
    ),
    h(
      'p',
      {},
      rows.more ? `${t('settlement.more', { count: rows.rows.length })} ` : '',
      h('a', { href: csv, download: '' }, t('settlement.csv')),
    ),
    h('h2', {}, t('settlement.files')),
    files(sight.files),
  );
}

function filters(context, { sight, by }) {
  const go = (change) =>
    context.go('settlement', { account: sight.account, from: sight.from, to: sight.to, by, ...change });
  return h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault();
        const { from, to } = Object.fromEntries(new FormData(event.currentTarget));
        go({ from, to });
      },
    },
    sight.accounts.length < 2
      ? null
      : select({
          label: t('settlement.account'),
          value: sight.account,
          options: sight.accounts.map((slug) => [slug, slug]),
          onchange: (account) => go({ account }),
        }),
    day('from', t('settlement.from'), sight.from),
    day('to', t('settlement.to'), sight.to),
    select({
      label: t('settlement.view'),
      value: by,
      options: VIEWS.map((view) => [view, term('settlementView', view)]),
      onchange: (view) => go({ by: view }),
    }),
    h('button', { class: 'primary' }, t('show')),
  );
}

function day(name, label, value) {
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h('input', { name, type: 'date', required: true, value }),
  );
}

function summary({ matches, currency }) {
  return facts([
    [t('settlement.currency'), currency],
    [t('settlement.matched'), String(matches.matched)],
    ...DIFFERENCES.map((kind) => [term('match', kind), String(matches[kind])]),
  ]);
}

function casesButton(context, { shown, by }) {
  return h(
    'p',
    {},
    actionButton({
      label: t('settlement.openCases'),
      onclick: async () => {
        const query = new URLSearchParams(shown);
        const answer = await context.attempt(() => post(`/api/settlement/cases?${query}`));
        if (!answer) return;
        context.say(t('settlement.casesOpened', { count: answer.casesOpened }));
        context.go('settlement', { ...shown, by });
      },
    }),
  );
}

function row(heading, cells) {
  return h(
    'tr',
    {},
    cells.map((cell, place) => cellOf(heading[place], cell)),
  );
}

function cellOf(heading, cell) {
  if (cell === null) return h('td', {}, '–');
  if (heading === 'DIFFERENCE') return h('td', { class: 'strong' }, term('match', cell));
  if (heading === 'ORDER') return h('td', {}, h('a', { href: `#/orders?${new URLSearchParams({ q: cell })}` }, cell));
  if (heading === 'OUR STATE') return h('td', {}, term('state', cell));
  if (heading === 'PAID' && cell.includes('T')) return h('td', {}, instant(cell));
  if (REFERENCES.includes(heading)) return h('td', {}, code(cell));
  return h('td', AMOUNT.test(cell) ? { class: 'number' } : {}, cell);
}

function files(imported) {
  return table(
    [t('settlement.file'), t('column.kind'), t('settlement.lines'), t('settlement.covers'), t('settlement.importedAt')],
    imported.map(({ name, kind, lines, coversFrom, coversUntil, importedAt }) =>
      h(
        'tr',
        {},
        h('td', {}, code(name)),
        h('td', {}, term('settlementFile', kind)),
        h('td', { class: 'number' }, String(lines)),
        h('td', {}, coversFrom === null ? '–' : [instant(coversFrom), ' – ', instant(coversUntil)]),
        h('td', {}, instant(importedAt)),
      ),
    ),
    t('settlement.noFiles'),
  );
}
