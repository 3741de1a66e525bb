import type { ChecklistItem, GoLiveReport, ScenarioResult } from './go-live-report.js';
import { VERDICTS } from './verdict-words.js';

/** The report as Markdown, to be read as text too. */
export function toMarkdown(report: GoLiveReport): string {
  return `${[
    '# Go-live test report',
    [
      `- Result: **${report.passed ? 'nothing failed' : 'something failed'}**`,
      `- Run: ${safe(report.run)}, ${report.startedAt} to ${report.endedAt} (Lima)`,
      `- Shop: ${safe(report.shop)}; account: ${safe(report.account ?? 'none')}`,
    ].join('\n'),
    '## Scenarios',
    table(
      ['scenario', 'what had to happen', 'result'],
      report.scenarios.map(({ title, expected, verdict }) => [title, expected, VERDICTS[verdict]]),
    ),
    ...report.scenarios.map(scenarioSection),
    '## Checklist',
    table(
      ['item', 'result', 'what was found', 'what to do'],
      report.checklist.map(({ title, verdict, what, mend }) => [title, VERDICTS[verdict], what, mend ?? '']),
    ),
    '## To be confirmed by a person',
    confirmations(report.checklist.filter(({ verdict }) => verdict === 'person')),
  ].join('\n\n')}\n`;
}

function scenarioSection(result: ScenarioResult): string {
  return [
    `### ${safe(result.title)}: ${VERDICTS[result.verdict]}`,
    ...(result.problem === null ? [] : [safe(result.problem)]),
    ...(result.steps.length === 0 ? [] : [result.steps.map(({ at, what }) => `- ${at} ${safe(what)}`).join('\n')]),
    ...(result.evidence.length === 0
      ? []
      : [
          table(
            ['evidence', ''],
            result.evidence.map(({ name, value }) => [name, value]),
          ),
        ]),
  ].join('\n\n');
}

function confirmations(items: readonly ChecklistItem[]): string {
  return items
    .map(({ title, what }) => `- [ ] ${safe(title)}: ${safe(what)} Name, date: ____________________`)
    .join('\n');
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(safe).join(' | ')} |`;
  return [line(heading), `| ${heading.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Text that is nothing but text in Markdown and in the HTML that it becomes. */
function safe(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\|*_`[\]]/g, '\\$&')
    .replaceAll('<', '&lt;');
}
