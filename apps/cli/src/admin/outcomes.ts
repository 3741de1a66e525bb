import type { AdminOutcome, FieldProblem } from '#payments';
import { UsageError } from '../command.js';

/** Fields whose option has another name than their own. */
const OPTIONS: Record<string, string> = {
  expiresAt: '--expires',
  ratePerMinute: '--rate',
  channels: '--channel',
  budgetPerMinute: '--budget',
  pollSchedule: '--poll',
  accessKey: 'ACCOUNT_ACCESS_KEY',
  secretKey: 'ACCOUNT_SECRET_KEY',
};

/** What was granted; a refusal is thrown in the words of the command line. */
export function granted<Value>(outcome: AdminOutcome<Value>): Value {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'invalid':
      throw wrongOptions(outcome.problems);
    case 'conflict':
      throw new Error(outcome.message);
    case 'not_found':
      throw new Error(`There is no ${outcome.what.replaceAll('_', ' ')} ${outcome.id}: look it up in the list.`);
  }
}

export function wrongOptions(problems: readonly FieldProblem[]): UsageError {
  return new UsageError(problems.map(toSentence).join('\n'));
}

function toSentence({ field, message }: FieldProblem): string {
  const [name = ''] = field.split('.');
  const option = OPTIONS[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return message.startsWith(`${field} `) ? `${option}${message.slice(field.length)}` : `${option}: ${message}`;
}
