/**
 * Makes an element: `h('button', { class: 'primary', onclick: save }, 'Save')`. Text always becomes text, never markup,
 * so nothing that PagoEfectivo, a shop or a shopper wrote can run here.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

export function replace(target, ...children) {
  target.replaceChildren(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
}

/** A labelled choice; `options` is a list of `[value, label]`. */
export function select({ label, value, options, onchange }) {
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h(
      'select',
      { onchange: (event) => onchange(event.target.value) },
      options.map(([optionValue, text]) => h('option', { value: optionValue, selected: optionValue === value }, text)),
    ),
  );
}

/** A table that scrolls sideways on a narrow screen instead of squeezing its columns. */
export function table(headings, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty);
  return h(
    'div',
    { class: 'table' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          headings.map((heading) => h('th', { scope: 'col' }, heading)),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}

export function badge(text, tone = '') {
  return h('span', { class: `badge ${tone}` }, text);
}

/** A list of names and values. */
export function facts(entries) {
  return h(
    'dl',
    { class: 'facts' },
    entries
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

/** A button that cannot be pressed again while what it does is under way. */
export function actionButton({ label, tone = '', onclick }) {
  return h(
    'button',
    {
      type: 'button',
      class: tone,
      onclick: async (event) => {
        const button = event.currentTarget;
        button.disabled = true;
        try {
          await onclick();
        } finally {
          button.disabled = false;
        }
      },
    },
    label,
  );
}
