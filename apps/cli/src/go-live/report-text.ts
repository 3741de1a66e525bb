import { columns } from '../print/columns.js';
import type { ChecklistItem, GoLiveReport } from './go-live-report.js';
import { VERDICTS } from './verdict-words.js';

/** What stands on the terminal at the end. */
export function toText({ checklist, passed }: GoLiveReport): string {
  const shown = checklist.filter(({ verdict }) => verdict !== 'person');
  const left = checklist.length - shown.length;
  return `\nChecklist\n${columns(shown.map(({ title, verdict, what }) => [`  ${VERDICTS[verdict]}`, title, what]))}${shown
    .filter(needsMending)
    .map(({ title, mend }) => `  → ${title}: ${mend ?? ''}\n`)
    .join('')}\n${passed ? 'Nothing failed' : 'Something failed'}; ${left} items are for a person to confirm.\n`;
}

function needsMending({ mend }: ChecklistItem): boolean {
  return mend !== null;
}
