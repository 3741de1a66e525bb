import type { ShopPolicyChange } from '#payments';
import { durationMs, optional } from '../admin/options.js';
import { type CommandCall, UsageError } from '../command.js';

type Values = CommandCall['values'];

/** What a shop does in its own way, as options of `shop create` and `shop update`. */
export const POLICY_OPTIONS = ['expiring-soon', 'cases', 'case-hours'] as const;
export const POLICY_USAGE = '[--expiring-soon …] [--cases …] [--case-hours …]';
export const POLICY_DETAILS = `  --expiring-soon  reminders before the deadline: PT2H,PT30M, none or default
  --cases          what is done with a kind of case by itself: paid_late=accept,paid_twice=refund; review for a person
  --case-hours     hours until a case of a kind is overdue: paid_late=4,reversed=default`;

/** Kinds and values are judged where they are stored, for every door alike. */
export function policiesOf(values: Values): { policies?: ShopPolicyChange } {
  const reminders = optional(values, 'expiring-soon');
  const cases = pairsOf(values, 'cases');
  const hours = pairsOf(values, 'case-hours');
  if (reminders === undefined && cases === undefined && hours === undefined) return {};
  return {
    policies: {
      ...(reminders === undefined ? {} : { expiringSoonS: remindersOf(reminders) }),
      ...(cases === undefined ? {} : { cases: Object.fromEntries(cases) }),
      ...(hours === undefined ? {} : { caseDeadlineHours: Object.fromEntries(hours.map(hoursOf)) }),
    },
  };
}

function remindersOf(text: string): number[] | null {
  if (text === 'default') return null;
  const durations = text === 'none' ? [] : text.split(',');
  return durations.map((one) => durationMs('expiring-soon', one.trim()) / 1000);
}

/** `a=b,c=d`; undefined when nothing was said. */
function pairsOf(values: Values, name: string): [string, string][] | undefined {
  return optional(values, name)
    ?.split(',')
    .map((pair): [string, string] => {
      const [kind = '', value = '', more] = pair.trim().split('=');
      if (kind !== '' && value !== '' && more === undefined) return [kind, value];
      throw new UsageError(`--${name} is a list of <kind of case>=<value>, not ${pair}.`);
    });
}

function hoursOf([kind, text]: [string, string]): [string, number | null] {
  if (text === 'default') return [kind, null];
  if (/^\d{1,9}$/.test(text)) return [kind, Number(text)];
  throw new UsageError(`--case-hours takes whole hours or the word default for ${kind}, not ${text}.`);
}
