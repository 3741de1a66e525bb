/** Markup that is safe to put into a page: only `markup` and `trusted` make it. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | Html | null;

/**
 * A template whose values are escaped unless they are markup already; null is nothing. Not called `html`, because
 * Prettier would then move blanks and line breaks into the page, into the code to copy even.
 */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const parts = strings.map((string, index) => string + textOf(pieces[index] ?? null));
  return new Html(parts.join(''));
}

/** Pieces of markup one after the other. */
export function joined(pieces: readonly Html[]): Html {
  return new Html(pieces.map(({ text }) => text).join(''));
}

/** Text of our own that is markup, a stylesheet or a script: never anything a caller sent. */
export function trusted(text: string): Html {
  return new Html(text);
}

function textOf(piece: Piece): string {
  if (piece === null) return '';
  return typeof piece === 'string' ? escapeHtml(piece) : piece.text;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
