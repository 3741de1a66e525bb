import { closingProgress, type ClosingView, RATE_MINUTES, toClosingView } from '#payments';
import { textOptions } from '../admin/options.js';
import { say } from '../admin/say.js';
import type { Command } from '../command.js';
import { clockTime, columns } from '../print/columns.js';
import { DESK } from './desk-group.js';

/** How far closing is, when many orders are due at once (requirement R14). */
export const clockStatus: Command = {
  name: 'clock status',
  group: DESK,
  usage: '[--json]',
  summary: 'Says what is due to be closed, what was closed lately, what is held and why, and when it ends.',
  options: textOptions(),
  async run(call) {
    const { session } = call;
    const { gateway } = session.config;
    const clock = await session.clock();
    const read = await closingProgress(await session.database(), { now: clock.now(), budget: gateway });
    const progress = toClosingView(read);
    return say(call, { json: progress, text: toText(progress) });
  },
};

function toText(progress: ClosingView): string {
  const figures = columns([
    ['deadlines to pass', String(progress.deadlinesDue)],
    ['last questions to ask', String(progress.lastQuestionsDue)],
    ['  kept by an open call', String(progress.waitingForCalls)],
    ['  due since', clockTime(progress.oldestDueAt)],
    ['deletes under way', String(progress.deletesOpen)],
    [`closed in ${RATE_MINUTES} minutes`, String(progress.closedLately)],
    ['ends at this rate', clockTime(progress.endsAt)],
    ['calls need at least', `${Math.ceil(progress.budgetMinutes)} min`],
  ]);
  if (progress.held.length === 0) return `${figures}\nNothing is held.`;
  const held = progress.held.map(({ count, nextAt, sentence }) => [`  ${count}`, clockTime(nextAt), sentence]);
  return `${figures}\nHeld, with the next look:\n${columns(held)}`.trimEnd();
}
