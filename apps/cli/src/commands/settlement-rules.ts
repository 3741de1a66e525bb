import {
  createSettlement,
  CYCLES,
  type FeeRule,
  formatAmount,
  parseAmount,
  type PayoutCycle,
  ROUNDINGS,
} from '#payments';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';
import { accountOf, dayOf } from './settlement-options.js';
import { SETTLEMENT } from './settlement-group.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** What the contract charges, and when it pays out (requirement R25). */
export const settlementRules: Command = {
  name: 'settlement rules',
  usage:
    'list|add [--account slug] [--from day] [--percentage 3.99] [--fixed 0.00] [--minimum 0.00] [--igv 18] [--rounding line|invoice] [--cycle t+1|t+3|weekly] [--weekday friday] [--json]',
  group: SETTLEMENT,
  summary: "Lists an account's dated rules for commission, IGV and payout, or adds one.",
  options: {
    account: { type: 'string' },
    from: { type: 'string' },
    percentage: { type: 'string' },
    fixed: { type: 'string' },
    minimum: { type: 'string' },
    igv: { type: 'string' },
    rounding: { type: 'string' },
    cycle: { type: 'string' },
    weekday: { type: 'string' },
    json: { type: 'boolean' },
  },
  words: { min: 1, max: 1 },
  async run({ io, session, values, positionals }) {
    const [what] = positionals;
    if (what !== 'list' && what !== 'add') throw new UsageError(`Say list or add, not ${String(what)}.`);
    const rule = what === 'add' ? ruleFrom(values) : null;
    const dataSource = await session.database();
    const account = await accountOf(dataSource, values);
    const { rules } = createSettlement(dataSource, await session.clock());
    if (rule) await rules.add(account.id, rule, 'cli');
    const known = await rules.of(account.id);
    io.write(values['json'] === true ? `${JSON.stringify({ rules: known.map(toView) }, null, 2)}\n` : describe(known));
    return EXIT.ok;
  },
};

function ruleFrom(values: CommandCall['values']): FeeRule {
  if (values['from'] === undefined)
    throw new UsageError('--from says from which day on the rule holds, such as 2026-11-01.');
  if (values['percentage'] === undefined) throw new UsageError('--percentage says what is charged, such as 3.99.');
  return {
    validFrom: dayOf('--from', values['from']),
    percentageBp: hundredths('--percentage', values['percentage']),
    fixedMinor: amount('--fixed', values['fixed']),
    minimumMinor: amount('--minimum', values['minimum']),
    igvBp: hundredths('--igv', values['igv'] ?? '18'),
    rounding: oneOf('--rounding', values['rounding'] ?? 'line', ROUNDINGS),
    cycle: cycleFrom(values),
  };
}

function cycleFrom(values: CommandCall['values']): PayoutCycle {
  const kind = oneOf('--cycle', values['cycle'] ?? 't+1', CYCLES);
  if (kind !== 'weekly') return { kind };
  return { kind, weekday: WEEKDAYS.indexOf(oneOf('--weekday', values['weekday'] ?? 'friday', WEEKDAYS)) + 1 };
}

function hundredths(option: string, value: string | boolean): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(String(value));
  const hundredthsOf = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
  if (!(hundredthsOf <= 10_000)) throw new UsageError(`${option} is a percentage such as 3.99, not ${String(value)}.`);
  return hundredthsOf;
}

function amount(option: string, value: string | boolean | undefined): bigint {
  const minor = parseAmount(String(value ?? '0.00'));
  if (minor === null) throw new UsageError(`${option} is an amount such as 1.50, not ${String(value)}.`);
  return minor;
}

function oneOf<Choice extends string>(option: string, value: string | boolean, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new UsageError(`${option} is one of ${choices.join(', ')}, not ${String(value)}.`);
  return choice;
}

function toView(rule: FeeRule): Record<string, string> {
  return {
    from: rule.validFrom,
    percentage: (rule.percentageBp / 100).toFixed(2),
    fixed: formatAmount(rule.fixedMinor),
    minimum: formatAmount(rule.minimumMinor),
    igv: (rule.igvBp / 100).toFixed(2),
    rounding: rule.rounding,
    cycle: rule.cycle.kind === 'weekly' ? `weekly, ${WEEKDAYS[rule.cycle.weekday - 1] ?? ''}` : rule.cycle.kind,
  };
}

function describe(rules: readonly FeeRule[]): string {
  if (rules.length === 0) return 'No rule. Add the terms of your contract with `chasqui settlement rules add`.\n';
  const heading = ['FROM', 'PERCENTAGE', 'FIXED', 'MINIMUM', 'IGV', 'ROUNDING', 'CYCLE'];
  return columns([heading, ...rules.map((rule) => Object.values(toView(rule)))]);
}
