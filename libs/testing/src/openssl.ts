import { spawnSync } from 'node:child_process';

/** Whether `openssl` is on the PATH: what only it can judge is left out without it, and tests need nothing but Node. */
export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}
