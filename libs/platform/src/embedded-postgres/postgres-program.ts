import { type SpawnOptions, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { SystemUser } from './system-user.js';

/**
 * How every Postgres program is spawned: as the given user, in a folder which that user can enter, and with an
 * environment of its own: PGOPTIONS and the like must not steer it, and our secrets are none of its business.
 */
export function programOptions(file: string, user: SystemUser | null): SpawnOptions {
  return {
    cwd: process.platform === 'win32' ? dirname(file) : '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  };
}

export interface ProgramResult {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  /** Both streams, as they came. */
  readonly output: string;
}

/** Runs a Postgres program to its end. Rejects when it cannot be started at all (EACCES, ENOENT). */
export async function runProgram(
  file: string,
  args: readonly string[],
  user: SystemUser | null,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...programOptions(file, user), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}
