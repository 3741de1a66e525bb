import { parseArgs } from 'node:util';
import { groupBy } from '#payments';
import { ConfigError, Resources } from '#platform';
import type { CliIo } from './cli-io.js';
import { type Command, type CommandCall, EXIT, UsageError } from './command.js';
import { adminCommands } from './commands/admin-commands.js';
import { caseList } from './commands/case-list.js';
import { doctor } from './commands/doctor.js';
import { gatewayStatus } from './commands/gateway-status.js';
import { goLive } from './commands/go-live.js';
import { migrate } from './commands/migrate.js';
import { operatorCommands } from './commands/operator-commands.js';
import { paymentCheck } from './commands/payment-check.js';
import { paymentShow } from './commands/payment-show.js';
import { pollsCost } from './commands/polls-cost.js';
import { recover } from './commands/recover.js';
import { settlementImport } from './commands/settlement-import.js';
import { settlementReport } from './commands/settlement-report.js';
import { settlementRules } from './commands/settlement-rules.js';
import { columns } from './print/columns.js';
import { CliSession } from './session/cli-session.js';

const COMMANDS: readonly Command[] = [
  doctor,
  goLive,
  paymentShow,
  paymentCheck,
  caseList,
  gatewayStatus,
  pollsCost,
  settlementImport,
  settlementReport,
  settlementRules,
  recover,
  migrate,
  ...operatorCommands,
  ...adminCommands,
];

/**
 * Runs one command and resolves with its exit code: 0 done, 1 failed, 64 not understood, 78 wrong environment, 130
 * interrupted. Every failure is a sentence on `io.complain`; with LOG_LEVEL=debug its stack follows. Closes what it opened.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const resources = new Resources();
  try {
    return await untilInterrupted(io.interrupted, run(argv, io, resources));
  } catch (error) {
    return explain(error, io);
  } finally {
    await resources.close().catch((error: unknown) => io.complain(`Not everything could be closed: ${text(error)}\n`));
  }
}

async function run(argv: readonly string[], io: CliIo, resources: Resources): Promise<number> {
  const [first, second] = argv;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    io.write(help());
    return EXIT.ok;
  }
  const command = COMMANDS.find(({ name }) => name === first || name === `${first} ${second ?? ''}`);
  if (!command) {
    const given = COMMANDS.some(({ name }) => name.startsWith(`${first} `)) ? argv.slice(0, 2).join(' ') : first;
    io.complain(`There is no command "${given}".\n\n${help()}`);
    return EXIT.usage;
  }
  const { values, lists, positionals } = parse(command, argv.slice(command.name.split(' ').length));
  if (values['help'] === true) {
    const details = command.details === undefined ? '' : `${command.details}\n`;
    io.write(`chasqui ${command.name} ${command.usage}\n\n${command.summary}\n${details}`);
    return EXIT.ok;
  }
  return command.run({ io, session: new CliSession(io, resources), values, lists, positionals });
}

function parse(command: Command, args: readonly string[]): Pick<CommandCall, 'values' | 'lists' | 'positionals'> {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const { min, max } = command.words ?? { min: 0, max: 0 };
    if (values.help !== true && (positionals.length < min || positionals.length > max)) {
      throw new UsageError(positionals.length < min ? 'Something is missing.' : 'There is something too much.');
    }
    const missing = (command.required ?? []).filter((name) => !values.help && !isGiven(Reflect.get(values, name)));
    if (missing.length > 0)
      throw new UsageError(`Something is missing: ${missing.map((name) => `--${name}`).join(', ')}.`);
    return {
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, single(value)])),
      lists: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, several(value)])),
      positionals,
    };
  } catch (error) {
    throw new UsageError(`${text(error)}\nUsage: chasqui ${command.name} ${command.usage}`);
  }
}

function isGiven(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function single(value: unknown): string | boolean | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

function several(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : undefined;
}

function help(): string {
  const lines = COMMANDS.filter(({ group }) => group === undefined).map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.trim()}\n      ${summary}\n`,
  );
  return `Chasqui: PagoEfectivo payments, from the command line.\n\n${lines.join('')}  help\n      Shows this list.\n
${groupedHelp()}
Reads the same environment as the product. Without DATABASE_URL it uses the embedded database under
CHASQUI_DATA_DIR (.chasqui), also while \`npm start\` runs on it.\n`;
}

/** Groups take a line for each command; its options are in its own help. */
function groupedHelp(): string {
  const grouped = COMMANDS.flatMap((command) => (command.group === undefined ? [] : [command]));
  const groups = groupBy(grouped, ({ group }) => group ?? '');
  const parts = [...groups].map(
    ([group, commands]) => `${group}\n${columns(commands.map(({ name, summary }) => [`  ${name}`, summary]))}`,
  );
  return `${parts.join('\n')}\n  chasqui <command> --help shows its options.\n`;
}

async function untilInterrupted(signal: AbortSignal | undefined, work: Promise<number>): Promise<number> {
  if (!signal) return work;
  // When both happen, what the work still says is of no interest to anybody.
  work.catch(() => undefined);
  const interruption = new Promise<number>((resolve) => {
    if (signal.aborted) resolve(EXIT.interrupted);
    else signal.addEventListener('abort', () => resolve(EXIT.interrupted), { once: true });
  });
  return Promise.race([work, interruption]);
}

function explain(error: unknown, io: CliIo): number {
  if (error instanceof UsageError) {
    io.complain(`${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof ConfigError) {
    io.complain(`${error.problems.join('\n')}\n`);
    return EXIT.config;
  }
  io.complain(`${text(error)}\n`);
  if (io.env['LOG_LEVEL'] === 'debug' && error instanceof Error) io.complain(`${error.stack ?? ''}\n`);
  return EXIT.failed;
}

/** Connection errors of Node carry their text in a list and an empty message of their own. */
function text(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(text).join('; ');
  return error instanceof Error ? error.message : String(error);
}
