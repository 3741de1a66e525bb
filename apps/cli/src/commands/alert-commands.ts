import { ALERT_STATES, Alerts, AuditLog, type AlertState, type AlertView } from '#payments';
import { optional, textOptions, wholeNumber } from '../admin/options.js';
import { ACTOR, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { clockTime } from '../print/columns.js';
import { DESK } from './desk-group.js';

const STATES = ['uncleared', ...ALERT_STATES, 'all'] as const;
const USUAL_LIMIT = 50;

/** What a person should know of (docs/alerts.md). */
export const alertCommands: readonly Command[] = [
  {
    name: 'alert list',
    group: DESK,
    usage: '[--state uncleared|open|acknowledged|cleared|all] [--limit 50] [--json]',
    summary: 'Lists alerts, latest first: what is not cleared unless told otherwise.',
    options: textOptions('state', 'limit'),
    async run(call) {
      const state = stateOf(optional(call.values, 'state') ?? 'uncleared');
      const limit = wholeNumber(call.values, 'limit') ?? USUAL_LIMIT;
      const rows = await (await alertsOf(call)).list({ state: state === 'all' ? null : state, limit });
      return sayList(call, {
        name: 'alerts',
        rows,
        heading: ['RAISED', 'SEVERITY', 'STATE', 'KIND', 'TIMES', 'ALERT', 'SUMMARY'],
        cells: (alert) => [
          clockTime(alert.raisedAt),
          alert.severity,
          alert.state,
          alert.kind,
          String(alert.times),
          alert.id,
          alert.summary,
        ],
      });
    },
  },
  {
    name: 'alert ack',
    group: DESK,
    usage: '<alert id> [--json]',
    summary: 'Says that somebody takes care of an alert; it clears by itself once it is no longer so.',
    options: textOptions(),
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const alerts = await alertsOf(call);
      const database = await call.session.database();
      const audit = new AuditLog(database, await call.session.clock());
      const outcome = await database.transaction(async (manager) => {
        const acknowledged = await alerts.acknowledge(id, ACTOR, manager);
        if (acknowledged.kind === 'acknowledged') {
          const data = { kind: acknowledged.alert.kind };
          await audit.record({ actor: ACTOR, action: 'alert.acknowledged', subject: id, data }, manager);
        }
        return acknowledged;
      });
      if (outcome.kind === 'unknown') {
        throw new Error(`There is no alert ${id}: look it up in \`chasqui alert list --state all\`.`);
      }
      return say(call, { json: { alert: outcome.alert }, text: describe(outcome.alert) });
    },
  },
];

function describe(alert: AlertView): string {
  const by = alert.acknowledgedBy === null ? '' : ` by ${alert.acknowledgedBy}`;
  return `Alert ${alert.id} is ${alert.state}${by}: ${alert.summary}\n${alert.mend}`;
}

function stateOf(given: string): AlertState | 'uncleared' | 'all' {
  const state = STATES.find((one) => one === given);
  if (state === undefined) throw new UsageError(`--state is ${STATES.join(', ')}, not ${given}.`);
  return state;
}

async function alertsOf({ session }: CommandCall): Promise<Alerts> {
  return new Alerts(await session.database(), await session.clock());
}
