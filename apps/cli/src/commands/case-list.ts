import type { CaseView } from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { clockTime, columns } from '../print/columns.js';

const LIMIT = 200;

/** What waits for a person (requirement R20). */
export const caseList: Command = {
  name: 'case list',
  usage: '[--state open|resolved|all] [--json]',
  summary: `Lists cases, newest first, at most ${LIMIT}: open ones unless told otherwise.`,
  options: { state: { type: 'string' }, json: { type: 'boolean' } },
  async run({ io, session, values }) {
    const state = stateOf(values['state'] ?? 'open');
    const payments = await session.payments();
    const cases = await payments.cases.list({ limit: LIMIT, ...(state === 'all' ? {} : { state }) });
    io.write(values['json'] === true ? `${JSON.stringify({ cases }, null, 2)}\n` : describe(cases));
    return EXIT.ok;
  },
};

function stateOf(given: string | boolean): 'open' | 'resolved' | 'all' {
  if (given === 'open' || given === 'resolved' || given === 'all') return given;
  throw new UsageError(`--state is open, resolved or all, not ${String(given)}.`);
}

function describe(cases: readonly CaseView[]): string {
  if (cases.length === 0) return 'No case.\n';
  const heading = ['OPENED', 'KIND', 'STATE', 'ORDER', 'CASE', 'RESOLUTION'];
  const rows = cases.map((entry) => [
    clockTime(entry.openedAt),
    entry.kind,
    entry.state,
    entry.orderId ?? '-',
    entry.id,
    entry.resolution === null ? '' : `${entry.resolution}: ${entry.reason ?? ''}`,
  ]);
  return columns([heading, ...rows]);
}
