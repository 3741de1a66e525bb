import { type CallCount, type GatewayStanding, limaInstant, toStandingView } from '#payments';
import { type Command, EXIT } from '../command.js';
import { clockTime, columns } from '../print/columns.js';

const HOUR_MS = 60 * 60_000;

/** How each account stands with PagoEfectivo, as the rows say (requirement R12); asks no gateway. */
export const gatewayStatus: Command = {
  name: 'gateway status',
  usage: '[--json]',
  summary:
    'Shows budget, breaker, polls due and the last hour of calls per account. Exit code 1 while one is left in peace.',
  options: { json: { type: 'boolean' } },
  async run({ io, session, values }) {
    const { gatewayReport } = await session.payments();
    const clock = await session.clock();
    const standings = await gatewayReport.standings();
    const calls = await gatewayReport.callsSince(new Date(clock.now().getTime() - HOUR_MS));
    const views = standings.map((standing) => toStandingView(standing, calls));
    io.write(
      values['json'] === true ? `${JSON.stringify({ accounts: views }, null, 2)}\n` : describe(standings, calls),
    );
    return standings.some(({ breaker }) => breaker !== 'closed') ? EXIT.failed : EXIT.ok;
  },
};

function describe(standings: readonly GatewayStanding[], calls: readonly CallCount[]): string {
  if (standings.length === 0) return 'No account.\n';
  const heading = ['ACCOUNT', 'BUDGET', 'BREAKER', 'DUE', 'OLDEST DUE', 'CLOCK', 'LAST HOUR'];
  const rows = standings.map((standing) => [
    standing.account,
    `${standing.tokens} of ${standing.limitPerMinute}`,
    standing.breaker,
    `${standing.due.deadline} near, ${standing.due.fresh} fresh, ${standing.due.old} old`,
    clockTime(standing.oldestDueAt && limaInstant(standing.oldestDueAt)),
    standing.clockAheadMs === null ? '-' : `${(standing.clockAheadMs / 1000).toFixed(1)} s`,
    lastHour(calls.filter(({ accountId }) => accountId === standing.accountId)),
  ]);
  const troubles = standings.flatMap(({ account, trouble, blockedUntil }) => {
    if (trouble === null || blockedUntil === null) return [];
    return [`${account}: left in peace until ${clockTime(limaInstant(blockedUntil))}. ${trouble}\n`];
  });
  return columns([heading, ...rows]) + troubles.join('');
}

function lastHour(calls: readonly CallCount[]): string {
  const all = calls.map(({ operation, outcome, calls: count }) => `${operation} ${outcome} ${count}`);
  return all.length === 0 ? '-' : all.join(', ');
}
