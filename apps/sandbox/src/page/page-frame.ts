import { createHash } from 'node:crypto';
import { html, Html } from './html.js';

const STYLE = `
:root { color-scheme: light; --ink: #1d1d1b; --yellow: #ffd400; --line: #d8d8d2; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #f4f4ef; }
header { background: var(--yellow); padding: .8rem 1.2rem; font-weight: 700; }
header small { font-weight: 400; }
main { max-width: 44rem; margin: 1.2rem auto; padding: 0 1rem; }
section { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin-bottom: 1rem; }
h1 { font-size: 1.3rem; margin: 0 0 .6rem; } h2 { font-size: 1.05rem; margin: 0 0 .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: #55554f; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.cip { font-size: 1.8rem; letter-spacing: .06em; font-variant-numeric: tabular-nums; }
.state { display: inline-block; padding: .1rem .7rem; border-radius: 1rem; background: #e6e6df; font-weight: 700; }
.paid { background: #bfe8c6; } .expired { background: #f3c9c1; }
label { display: block; margin: .5rem 0 .2rem; } select, button { font: inherit; padding: .45rem .6rem; width: 100%; }
button { margin-top: .9rem; background: var(--ink); color: #fff; border: 0; border-radius: 6px; cursor: pointer; }
:focus-visible { outline: 3px solid #0b62d6; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .6rem .25rem 0; vertical-align: top; }
code { font-size: .92em; overflow-wrap: anywhere; }`;

/** One piece, because the policy below allows exactly these bytes. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Shops show the page in a frame (§9), so anybody may frame it; it loads nothing and runs nothing. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors *`;

export function pageFrame(page: { title: string; language: 'es' | 'en'; body: Html }): string {
  return html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${page.body}
      </body>
    </html> `.text;
}
