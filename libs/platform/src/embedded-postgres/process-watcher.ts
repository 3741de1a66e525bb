import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { SystemUser } from './system-user.js';

/**
 * Ends the server when this process ends in any way, SIGKILL included: a shell waits for the pipe between us to
 * close. For tests and demonstrations, whose servers nobody would come back to. Answers how to call it off.
 * Does nothing on Windows.
 */
export function endWithThisProcess(serverPid: number, user: SystemUser | null): () => void {
  if (process.platform === 'win32') return () => undefined;
  const watcher = spawn('/bin/sh', ['-c', 'read -r line || kill -INT "$0"', String(serverPid)], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C must not end the watcher before us.
    detached: true,
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
  const { stdin } = watcher;
  watcher.once('error', () => undefined);
  stdin.on('error', () => undefined);
  watcher.unref();
  if (stdin instanceof Socket) stdin.unref();
  return () => stdin.end('it has ended\n');
}
