// @ts-check

/** Markup that is safe to put into a page: only `markup` makes it. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** @typedef {string | number | Html | null | readonly (Html | null)[]} Piece */

/**
 * A template whose values are escaped unless they are markup already; null is nothing. Every page is made with it, so
 * that no page has to remember to escape.
 *
 * @param {TemplateStringsArray} strings
 * @param {...Piece} pieces
 */
export function markup(strings, ...pieces) {
  return new Html(strings.map((text, index) => text + textOf(pieces[index] ?? null)).join(''));
}

/** @type {(piece: Piece) => string} */
function textOf(piece) {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(textOf).join('');
  return escapeHtml(String(piece));
}

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * For text and for quoted attributes.
 *
 * @param {string} text
 */
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
