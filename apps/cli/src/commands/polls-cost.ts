import { type CipLife, DEFAULT_POLL_SCHEDULE, pollCost, pollScheduleOf, pollsOfLife } from '#payments';
import { jobPolicies } from '#queues';
import { durationMs, optional, textOptions, wholeNumber } from '../admin/options.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';

/** What the schedule costs before it is used (requirement R12). */
export const pollsCost: Command = {
  name: 'polls cost',
  usage: '[--open 10000] [--ttl PT24H] [--paid-after PT2H] [--batch 50] [--account <slug or id>] [--json]',
  summary: 'Tells how many calls a day polling makes while so many CIPs are open, and whether the budget allows it.',
  details: `Without --paid-after nobody pays, which costs most. --account takes its schedule and budget; else the product's.`,
  options: textOptions('open', 'ttl', 'paid-after', 'batch', 'account'),
  async run(call) {
    const { config } = call.session;
    const { schedule, budgetPerMinute } = await settingsOf(call);
    const paidAfter = optional(call.values, 'paid-after');
    const ttl = optional(call.values, 'ttl');
    const life: CipLife = {
      ttlMs: ttl === undefined ? config.checkout.paymentTtlMs : durationMs('ttl', ttl),
      graceMs: config.expiry.graceMs,
      paidAfterMs: paidAfter === undefined ? null : durationMs('paid-after', paidAfter),
    };
    if (life.ttlMs === 0) throw new UsageError('--ttl is longer than nothing.');
    const open = wholeNumber(call.values, 'open') ?? 10_000;
    const batch = wholeNumber(call.values, 'batch') ?? config.gateway.searchBatch;
    if (batch < 1 || batch > 500) throw new UsageError('--batch is a number of CIPs from 1 to 500.');
    const lookEveryMs = jobPolicies['gateway-polls'].sweepEveryMs;
    const { whileOpen, afterwards } = pollsOfLife(schedule, life);
    const cost = pollCost(schedule, { open, life, batch, lookEveryMs });
    const fits = cost.callsPerMinuteAtMost <= budgetPerMinute;
    const report = { open, batch, budgetPerMinute, searchesPerCip: { whileOpen, afterwards }, ...cost, fits };
    if (call.values['json'] === true) call.io.write(`${JSON.stringify(report, null, 2)}\n`);
    else call.io.write(describe(report));
    return EXIT.ok;
  },
};

async function settingsOf({ session, values }: CommandCall): Promise<{
  schedule: typeof DEFAULT_POLL_SCHEDULE;
  budgetPerMinute: number;
}> {
  const { gateway } = session.config;
  const base = pollScheduleOf(gateway);
  const name = optional(values, 'account');
  if (name === undefined) return { schedule: base, budgetPerMinute: gateway.budgetPerMinute };
  const account = await (await session.administration()).accounts.get(name);
  if (!account) throw new UsageError(`There is no account ${name}: see account list.`);
  const { pollSchedule, budgetPerMinute } = account;
  return { schedule: { ...base, ...pollSchedule }, budgetPerMinute: budgetPerMinute ?? gateway.budgetPerMinute };
}

interface Report extends ReturnType<typeof pollCost> {
  readonly open: number;
  readonly batch: number;
  readonly budgetPerMinute: number;
  readonly searchesPerCip: { readonly whileOpen: number; readonly afterwards: number };
  readonly fits: boolean;
}

function describe(report: Report): string {
  const { searchesPerCip } = report;
  const verdict = report.fits
    ? 'The budget allows it at every hour.'
    : 'With calls this empty the budget may be short: polls then wait, those near their deadline least.';
  return `${columns([
    ['Open CIPs', String(report.open)],
    ['Searches of one CIP', `${searchesPerCip.whileOpen} while open, ${searchesPerCip.afterwards} afterwards`],
    ['CIPs searched a day', String(report.searchedPerDay)],
    [`Calls a day, ${report.batch} CIPs each at most`, `${report.callsPerDayAtLeast} to ${report.callsPerDayAtMost}`],
    ['Calls a minute, on average at most', `${report.callsPerMinuteAtMost} of ${report.budgetPerMinute}`],
  ])}${verdict}\n`;
}
