import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Postgres refuses to run as root, so that root starts it as somebody else. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Who runs Postgres when root starts it: `postgres` where that user exists, else `nobody`. null: not root, no change. */
export async function chooseSystemUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const name of ['postgres', 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(-?\\d+):(-?\\d+):`, 'm').exec(passwd) ?? [];
    // macOS writes nobody as -2.
    if (uid !== undefined && gid !== undefined && uid !== '0')
      return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  return { name: 'nobody', uid: 65_534, gid: 65_534 };
}

/** Whether that user may enter the folder. Asks the kernel by trying, as mode bits do not show access lists. */
export async function canEnter(directory: string, user: SystemUser): Promise<boolean> {
  return new Promise((resolve) => {
    const { uid, gid } = user;
    const attempt = spawn('/bin/sh', ['-c', 'cd "$0"', directory], { uid, gid, cwd: '/', stdio: 'ignore', env: {} });
    attempt.once('error', () => resolve(false));
    attempt.once('exit', (code) => resolve(code === 0));
  });
}
