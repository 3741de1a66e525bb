import type { DataSource } from 'typeorm';
import { type ReportDays, type SettlementAccount, settlementAccount, startOfLimaDay } from '#payments';
import { type CommandCall, UsageError } from '../command.js';

type Values = CommandCall['values'];

/** The account of `--account`, or the only one. Throws a sentence that names the choices. */
export function accountOf(dataSource: DataSource, values: Values): Promise<SettlementAccount> {
  const slug = values['account'];
  return settlementAccount(dataSource, typeof slug === 'string' ? slug : null);
}

/** `--from` and `--to`, days in Lima; null when neither is given. Throws UsageError. */
export function daysOf(values: Values): ReportDays | null {
  const { from, to } = { from: values['from'], to: values['to'] };
  if (from === undefined && to === undefined) return null;
  const first = dayOf('--from', from ?? to);
  const last = dayOf('--to', to ?? from);
  if (first > last) throw new UsageError(`--from ${first} is after --to ${last}.`);
  return { from: first, to: last };
}

/** A day in Lima. Throws UsageError. */
export function dayOf(option: string, value: string | boolean | undefined): string {
  try {
    const day = String(value);
    startOfLimaDay(day);
    return day;
  } catch {
    throw new UsageError(`${option} is a day such as 2026-11-22, not ${String(value)}.`);
  }
}

/** `--map "gross=Monto Bruto,net=Neto"` as a record; empty when absent. Throws UsageError. */
export function pairsOf(option: string, value: string | boolean | undefined): Record<string, string> {
  if (typeof value !== 'string') return {};
  return Object.fromEntries(
    value.split(',').map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      const meaning = rest.join('=').trim();
      if (name.trim() === '' || meaning === '') {
        throw new UsageError(`${option} takes pairs such as a=b,c=d, not "${pair}".`);
      }
      return [name.trim(), meaning];
    }),
  );
}
