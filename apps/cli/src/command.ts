import type { ParseArgsConfig } from 'node:util';
import type { CliSession } from './session/cli-session.js';

/** Where a command line runs: what it is told, and where its words go. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for. */
  write(text: string): void;
  /** What went wrong, and what is going on meanwhile. */
  complain(text: string): void;
  /** Aborts when the person has had enough. */
  readonly interrupted?: AbortSignal;
}

/** Exit codes, by sysexits(3) where it knows one. */
export const EXIT = { ok: 0, failed: 1, usage: 64, config: 78, interrupted: 130 } as const;

export interface CommandCall {
  readonly io: CliIo;
  readonly session: CliSession;
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One or two words. */
  readonly name: string;
  /** What follows the name: `<id, orderId or cip> [--json]`. */
  readonly usage: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
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
