import { trusted } from './html.js';

/** Small, of system fonts, without a single outside resource; readable on the cheapest phone in the sun. */
export const PAY_PAGE_STYLE = trusted(`
:root{--ink:#1c2430;--soft:#566173;--line:#e3e7ee;--page:#f2f4f8;--accent:#0b5fd7;--good:#11744a;--warn:#8a5300;--bad:#a52323}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:27rem;margin:0 auto;padding:1.25rem 1rem 2rem}
.card{background:#fff;border:1px solid var(--line);border-radius:16px;overflow:hidden;box-shadow:0 1px 2px rgba(28,36,48,.05),0 8px 24px rgba(28,36,48,.06)}
.test{margin:0 0 .75rem;padding:.5rem .75rem;border-radius:10px;background:#fff4d6;color:#6b4800;font-size:.875rem;text-align:center}
header{padding:1.25rem 1.5rem;border-bottom:1px solid var(--line)}
header p{margin:0;overflow-wrap:anywhere}
.order,.description{color:var(--soft);font-size:.9375rem}
.amount{font-size:2rem;line-height:1.25;font-weight:700;letter-spacing:-.01em}
section{padding:1.5rem}
h1{display:flex;gap:.625rem;align-items:flex-start;margin:0 0 .5rem;font-size:1.25rem;line-height:1.3}
h1 svg{flex:none;width:1.625rem;height:1.625rem}
section>p{margin:0;color:#333d4b}
.received h1{color:var(--good)}
.review h1,.closing h1{color:var(--warn)}
.failed h1,.reversed h1{color:var(--bad)}
.code{margin:1.25rem 0;padding:1rem;border-radius:12px;background:#eef4ff;border:1px solid #cfe0fb;text-align:center}
.code p{margin:0;color:var(--soft);font-size:.875rem}
.code output{display:block;margin:.125rem 0 .75rem;font:700 2.125rem/1.25 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.06em;overflow-wrap:anywhere;user-select:all}
.code output.long{font-size:1.625rem;letter-spacing:.02em}
button,.button{display:block;width:100%;padding:.75rem 1rem;border:0;border-radius:10px;background:var(--accent);color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button[hidden]{display:none}
.plain{margin-top:1rem;background:#fff;color:var(--accent);border:1px solid #b9cff3}
button:hover,.button:hover{filter:brightness(.95)}
:focus-visible{outline:3px solid #8ab8ff;outline-offset:2px}
section>.deadline{color:var(--ink);font-weight:600}
section>.zone{color:var(--soft);font-size:.875rem}
section>p+.zone:not(.deadline+.zone){margin-top:.5rem}
.watching{display:flex;margin:0;gap:.625rem;align-items:center;padding:.875rem 1.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
.watching::before{content:"";flex:none;width:.625rem;height:.625rem;border-radius:50%;background:var(--accent);animation:breathe 1.8s ease-in-out infinite}
@keyframes breathe{50%{opacity:.25}}
@media (prefers-reduced-motion:reduce){.watching::before{animation:none}}
section>.back{margin-top:1.25rem}
footer{margin-top:1rem;text-align:center;font-size:.875rem}
footer a{color:var(--soft)}
`);
