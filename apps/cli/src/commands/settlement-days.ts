import { type ReportDays, startOfLimaDay } from '#payments';
import { UsageError } from '../command.js';

/** `--from` and `--to`, days in Lima; null when neither is given. Throws UsageError. */
export function readDays(values: Readonly<Record<string, string | boolean | undefined>>): ReportDays | null {
  const { from, to } = { from: values['from'], to: values['to'] };
  if (from === undefined && to === undefined) return null;
  const first = dayOf('--from', from ?? to);
  const last = dayOf('--to', to ?? from);
  if (first > last) throw new UsageError(`--from ${first} is after --to ${last}.`);
  return { from: first, to: last };
}

function dayOf(option: string, value: string | boolean | undefined): string {
  try {
    const day = String(value);
    startOfLimaDay(day);
    return day;
  } catch {
    throw new UsageError(`${option} is a day such as 2026-11-22, not ${String(value)}.`);
  }
}
