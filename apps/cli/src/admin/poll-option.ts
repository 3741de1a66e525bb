import { isPollMember, POLL_MEMBERS, type PollScheduleChange } from '#payments';
import { UsageError } from '../command.js';
import { durationMs } from './options.js';

export const POLL_HELP = `--poll takes ${Object.keys(POLL_MEMBERS).join(', ')}:
  --poll every=PT1H --poll first=PT2M,PT10M --poll afterPayment=default; --poll default takes the product's whole schedule.`;

/** `--poll every=PT1H --poll first=PT2M,PT10M`, by member; null takes one, or all, back to the product's. */
export function pollScheduleOf(given: readonly string[] | undefined): PollScheduleChange | null | undefined {
  if (given === undefined) return undefined;
  if (given.includes('default')) {
    if (given.length > 1) throw new UsageError('--poll default takes everything back: leave the other --poll out.');
    return null;
  }
  return Object.fromEntries(given.map(memberOf)) as PollScheduleChange;
}

function memberOf(text: string): [string, number | number[] | null] {
  const [, name = '', setting = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!isPollMember(name)) {
    const names = Object.keys(POLL_MEMBERS).join(', ');
    throw new UsageError(
      `--poll is <part>=<durations> or default, the part among ${names}; not ${JSON.stringify(text)}.`,
    );
  }
  const rule = POLL_MEMBERS[name];
  if (setting === 'default') return [rule.key, null];
  if (!('least' in rule)) return [rule.key, durationMs(`poll ${name}`, setting)];
  return [rule.key, setting.split(',').map((part) => durationMs(`poll ${name}`, part.trim()))];
}
