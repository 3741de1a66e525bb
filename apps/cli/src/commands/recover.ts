import { setTimeout } from 'node:timers/promises';
import { type RecoveryReport, SettlementRecovery } from '#payments';
import { type Command, EXIT } from '../command.js';
import { accountOf, pairsOf } from './settlement-options.js';
import { SETTLEMENT } from './settlement-group.js';

/** The budget of gateway calls grows by the minute; this often is often enough to look. */
const PAUSE_MS = 1000;

/** After a backup was restored: docs/operations.md. */
export const recover: Command = {
  name: 'recover',
  usage: '<file> [--account slug] [--map cip=Column] [--json]',
  group: SETTLEMENT,
  summary: 'Brings a restored backup level: asks PagoEfectivo about every CIP that the export names.',
  options: { account: { type: 'string' }, map: { type: 'string' }, json: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  async run({ io, session, values, positionals }) {
    const map = pairsOf('--map', values['map']);
    const dataSource = await session.database();
    const account = await accountOf(dataSource, values);
    const { ledger, search, gateways } = await session.payments();
    const recovery = new SettlementRecovery({ dataSource, ledger, search, gateways }, await session.clock(), {
      pause: () => setTimeout(PAUSE_MS),
      onProgress: (done) => io.complain(`${done} CIP(s) looked at.\n`),
    });
    const report = await recovery.recover({ path: positionals[0] ?? '', account, map });
    const reason = session.gatewayFailure(account.id);
    io.write(values['json'] === true ? `${JSON.stringify(report, null, 2)}\n` : describe(report, reason));
    return report.unasked === 0 ? EXIT.ok : EXIT.failed;
  },
};

function describe(report: RecoveryReport, reason: string | null): string {
  const { named, searched, unasked, unknownThere, paymentsChanged, bound, unknownPaid, unknownUnpaid } = report;
  return [
    `PagoEfectivo was asked about ${named} CIP(s) and told of ${searched}. ${paymentsChanged} payment(s) changed.`,
    bound === 0 ? '' : `${bound} CIP(s) got their number back.`,
    unknownPaid === 0
      ? ''
      : `${unknownPaid} CIP(s) hold money of orders that the backup does not have: each is a case.`,
    unknownUnpaid === 0 ? '' : `${unknownUnpaid} CIP(s) of orders that the backup does not have are unpaid.`,
    unknownThere === 0 ? '' : `${unknownThere} CIP(s) are unknown to PagoEfectivo: is the file of this account?`,
    unasked === 0
      ? ''
      : `It could not be asked about ${unasked} CIP(s)${reason === null ? '' : ` (${reason})`}: run the same again.`,
  ]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}
