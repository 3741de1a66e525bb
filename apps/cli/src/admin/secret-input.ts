import type { CliIo } from '../cli-io.js';
import { UsageError } from '../command.js';

const NAMES = { accessKey: 'ACCOUNT_ACCESS_KEY', secretKey: 'ACCOUNT_SECRET_KEY' } as const;
const MAX_INPUT_LENGTH = 4_096;

/** Said in the help of every command that takes secrets. */
export const SECRETS_HELP = `The keys are read from the environment (${NAMES.accessKey}, ${NAMES.secretKey}) or, with --stdin, from lines
NAME=value on the standard input. They are no options, because every user of a machine can read the options of a process.`;

export interface IssuedKeys {
  readonly accessKey: string | undefined;
  readonly secretKey: string | undefined;
}

/** The keys that PagoEfectivo issued, from the environment or from lines `NAME=value` on the standard input. */
export async function readIssuedKeys(io: CliIo, fromInput: boolean): Promise<IssuedKeys> {
  const given = fromInput ? linesOf(await inputOf(io), Object.values(NAMES)) : io.env;
  return { accessKey: present(given[NAMES.accessKey]), secretKey: present(given[NAMES.secretKey]) };
}

const PASSWORD_NAME = 'OPERATOR_PASSWORD';

export const PASSWORD_HELP = `The password is read from the environment (${PASSWORD_NAME}) or, with --stdin, from a line ${PASSWORD_NAME}=value on the
standard input. It is no option, because every user of a machine can read the options of a process.`;

export async function readPassword(io: CliIo, fromInput: boolean): Promise<string> {
  const given = fromInput ? linesOf(await inputOf(io), [PASSWORD_NAME]) : io.env;
  const password = present(given[PASSWORD_NAME]);
  if (password !== undefined) return password;
  throw new UsageError(`${PASSWORD_NAME} is missing: set it in the environment, or give it as a line with --stdin.`);
}

export function requiredKey(keys: IssuedKeys, key: keyof IssuedKeys): string {
  const value = keys[key];
  if (value !== undefined) return value;
  throw new UsageError(`${NAMES[key]} is missing: set it in the environment, or give it as a line with --stdin.`);
}

async function inputOf({ input }: CliIo): Promise<string> {
  let text = '';
  for await (const chunk of input ?? []) {
    text += String(chunk);
    if (text.length > MAX_INPUT_LENGTH) throw new UsageError('There is too much on the standard input for secrets.');
  }
  return text;
}

function linesOf(text: string, names: readonly string[]): Record<string, string | undefined> {
  const pairs = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      // The line itself is not repeated: it may be a secret without its name.
      if (name === undefined || value === undefined) {
        throw new UsageError(`A line on the standard input is not NAME=value: give ${names.join(' and ')}.`);
      }
      return [name, value];
    });
  return Object.fromEntries(pairs);
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
