import { examine, fail, type Finding } from '#diagnosis';
import { ConfigError } from '#platform';
import type { CliIo } from '../cli-io.js';
import { type Command, type CommandCall, EXIT } from '../command.js';
import type { CliSession } from '../session/cli-session.js';

/** Finds the usual failures before a shopper does (requirements R8, R16, R26). */
export const doctor: Command = {
  name: 'doctor',
  usage: '[--strict] [--json]',
  summary:
    'Checks configuration, database, queue, secrets, gateway and work. Exit code 1 when something must be mended.',
  details: 'Warnings leave the exit code at 0; with --strict they count like failures. Nothing is changed.',
  options: { strict: { type: 'boolean' }, json: { type: 'boolean' } },
  async run({ io, session, values }: CommandCall) {
    const asJson = values['json'] === true;
    const findings: Finding[] = [];
    for await (const finding of findingsOf(session)) {
      findings.push(finding);
      if (!asJson) print(finding, io);
    }
    const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
    const warned = findings.filter(({ verdict }) => verdict === 'warn').length;
    if (asJson) io.write(`${JSON.stringify({ healthy: failed === 0, failed, warned, findings }, null, 2)}\n`);
    else io.write(`\n${findings.length} checks: ${failed} to mend, ${warned} to look at.\n`);
    return failed > 0 || (values['strict'] === true && warned > 0) ? EXIT.failed : EXIT.ok;
  },
};

/** Without an environment that can be read there is nothing to look at. */
async function* findingsOf(session: CliSession): AsyncGenerator<Finding> {
  const problems = configurationProblems(session);
  if (problems.length > 0) yield* problems;
  else yield* examine(await session.subject());
}

function configurationProblems(session: CliSession): Finding[] {
  try {
    void session.config;
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => fail('configuration', problem, 'Correct the variable.'));
  }
}

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;
const NAME_WIDTH = 21;

function print({ verdict, check, what, mend }: Finding, io: CliIo): void {
  io.write(`${MARKS[verdict]}  ${check.padEnd(NAME_WIDTH)}  ${what}\n`);
  if (mend !== undefined) io.write(`${' '.repeat(NAME_WIDTH + 8)}→ ${mend}\n`);
}
