import type { GoLiveReport, ScenarioResult } from './go-live-report.js';
import { VERDICTS } from './verdict-words.js';

/** The report as one HTML file that needs no other, to be opened, printed and sent. */
export function toHtml(report: GoLiveReport): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Go-live test report ${text(report.run)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Go-live test report</h1>
<p class="result ${report.passed ? 'passed' : 'failed'}">${report.passed ? 'Nothing failed.' : 'Something failed.'}</p>
<dl>
<dt>Run</dt><dd>${text(report.run)}, ${text(report.startedAt)} to ${text(report.endedAt)} (Lima)</dd>
<dt>Shop</dt><dd>${text(report.shop)}</dd>
<dt>Account</dt><dd>${text(report.account ?? 'none')}</dd>
</dl>
<h2>Scenarios</h2>
${report.scenarios.map(scenario).join('\n')}
<h2>Checklist</h2>
<table>
<thead><tr><th scope="col">Item</th><th scope="col">Result</th><th scope="col">What was found</th><th scope="col">What to do</th></tr></thead>
<tbody>
${report.checklist
  .map(
    ({ title, verdict, what, mend }) =>
      `<tr><th scope="row">${text(title)}</th><td>${mark(verdict)}</td><td>${text(what)}</td><td>${text(mend ?? '')}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
<h2>To be confirmed by a person</h2>
<ul class="person">
${report.checklist
  .filter(({ verdict }) => verdict === 'person')
  .map(({ title, what }) => `<li>${text(title)}: ${text(what)}<br>Name, date: <span class="line"></span></li>`)
  .join('\n')}
</ul>
</body>
</html>
`;
}

function scenario({ title, expected, verdict, problem, startedAt, steps, evidence }: ScenarioResult): string {
  const when = startedAt === null ? '' : ` <small>${text(startedAt)}</small>`;
  return `<section>
<h3>${text(title)} ${mark(verdict)}${when}</h3>
<p>${text(expected)}</p>
${problem === null ? '' : `<p class="problem">${text(problem)}</p>`}
${steps.length === 0 ? '' : `<ol>${steps.map(({ at, what }) => `<li><time>${text(at)}</time> ${text(what)}</li>`).join('')}</ol>`}
${evidence.length === 0 ? '' : `<table><tbody>${evidence.map(({ name, value }) => `<tr><th scope="row">${text(name)}</th><td><code>${text(value)}</code></td></tr>`).join('')}</tbody></table>`}
</section>`;
}

function mark(verdict: keyof typeof VERDICTS): string {
  return `<strong class="${verdict}">${VERDICTS[verdict]}</strong>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{margin-bottom:.25rem}section{border-top:1px solid #ccc;padding:.5rem 0;break-inside:avoid}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.35rem .5rem;text-align:left;vertical-align:top}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dd{margin:0}time,small{color:#555;font-weight:normal}
code{overflow-wrap:anywhere}.passed{color:#0b6b2f}.failed,.problem{color:#a3160f}.attention{color:#7a4b00}.person,.not_run{color:#333}
.result{font-size:1.25rem;font-weight:bold}.line{display:inline-block;width:16rem;border-bottom:1px solid #333}
@media print{body{margin:0;max-width:none;font-size:11pt}a{color:inherit}}
`;
