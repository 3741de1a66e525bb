import { CASE_KINDS, type CaseKind, type CaseView } from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { clockTime, columns } from '../print/columns.js';

const LIMIT = 200;

/** What waits for a person (requirement R20). */
export const caseList: Command = {
  name: 'case list',
  usage: '[--state open|resolved|all] [--kind <kind>] [--overdue] [--json]',
  summary: `Lists cases, newest first, at most ${LIMIT}: open ones unless told otherwise.`,
  options: {
    state: { type: 'string' },
    kind: { type: 'string' },
    overdue: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run({ io, session, values }) {
    const state = stateOf(values['state'] ?? 'open');
    const payments = await session.payments();
    const cases = await payments.cases.list({
      limit: LIMIT,
      ...(state === 'all' ? {} : { state }),
      ...kindOf(values['kind']),
      overdue: values['overdue'] === true,
    });
    io.write(values['json'] === true ? `${JSON.stringify({ cases }, null, 2)}\n` : describe(cases));
    return EXIT.ok;
  },
};

function stateOf(given: string | boolean): 'open' | 'resolved' | 'all' {
  if (given === 'open' || given === 'resolved' || given === 'all') return given;
  throw new UsageError(`--state is open, resolved or all, not ${String(given)}.`);
}

function kindOf(given: string | boolean | undefined): { kind?: CaseKind } {
  if (given === undefined) return {};
  const kind = CASE_KINDS.find((one) => one === given);
  if (kind !== undefined) return { kind };
  throw new UsageError(`--kind is one of ${CASE_KINDS.join(', ')}, not ${String(given)}.`);
}

function describe(cases: readonly CaseView[]): string {
  if (cases.length === 0) return 'No case.\n';
  const heading = ['OPENED', 'DUE', 'KIND', 'STATE', 'ORDER', 'OWNER', 'CASE', 'RESOLUTION'];
  const rows = cases.map((entry) => [
    clockTime(entry.openedAt),
    entry.overdue ? 'overdue' : clockTime(entry.dueAt),
    entry.kind,
    entry.state,
    entry.orderId ?? '-',
    entry.owner ?? '-',
    entry.id,
    entry.resolution === null ? '' : `${entry.resolution}: ${entry.reason ?? ''}`,
  ]);
  return columns([heading, ...rows]);
}
