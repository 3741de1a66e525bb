import type { ParseArgsConfig } from 'node:util';
import type { CliIo } from './cli-io.js';
import type { CliSession } from './session/cli-session.js';

/** Exit codes, by sysexits(3) where it knows one. */
export const EXIT = { ok: 0, failed: 1, usage: 64, config: 78, interrupted: 130 } as const;

export interface CommandCall {
  readonly io: CliIo;
  readonly session: CliSession;
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  /** Options that may be given more than once. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One or two words. */
  readonly name: string;
  /** What follows the name: `<id, orderId or cip> [--json]`. */
  readonly usage: string;
  /** Heading in the list of commands; none for those that everybody needs. */
  readonly group?: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** What its own help says beyond that. */
  readonly details?: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** Options that must be given, with a text. */
  readonly required?: readonly string[];
  /** How many words it takes; none when absent. */
  readonly words?: { readonly min: number; readonly max: number };
  /** Resolves with the exit code. */
  run(call: CommandCall): Promise<number>;
}

/** The command line was not understood; the message says how it should have been. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
