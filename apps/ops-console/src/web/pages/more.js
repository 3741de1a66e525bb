import { actionButton, h } from '../dom.js';
import { t } from '../language.js';

/** A list that grows by one page at a press. `load(cursor)` answers a page, `render(rows)` shows all rows so far. */
export async function growingList(context, { load, render }) {
  const place = h('div');
  let rows = [];

  async function grow(cursor) {
    const page = await load(cursor);
    rows = [...rows, ...page.data];
    const more = page.nextCursor
      ? h(
          'p',
          { class: 'more' },
          actionButton({ label: t('more'), onclick: () => context.attempt(() => grow(page.nextCursor)) }),
        )
      : null;
    place.replaceChildren(...[render(rows), more].filter((part) => part !== null));
  }

  await grow(undefined);
  return place;
}
