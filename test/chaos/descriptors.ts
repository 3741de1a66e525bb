import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** As /proc/net/tcp writes them. */
const ESTABLISHED = '01';
const LISTENING = '0A';

/**
 * How many descriptors a process on Linux has open of its own accord. Connections that others opened to it and hold open
 * are theirs; one that the other side has closed counts.
 */
export function ownDescriptors(pid: number): number {
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => socketInode(`/proc/${pid}/fd/${fd}`));
  const sockets = socketsOf(pid, new Set(inodes));
  const doors = new Set(sockets.filter(({ state }) => state === LISTENING).map(({ port }) => port));
  const visitors = sockets.filter(({ state, port }) => state === ESTABLISHED && doors.has(port));
  return inodes.length - visitors.length;
}

interface Socket {
  /** The local one, in hexadecimal. */
  readonly port: string;
  readonly state: string;
}

function socketsOf(pid: number, inodes: ReadonlySet<string | null>): Socket[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
        return inodes.has(inode) ? [{ port: local.split(':')[1] ?? '', state }] : [];
      }),
  );
}

/** Null for what is no socket, and for what was closed between the two looks. */
function socketInode(path: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/u.exec(readlinkSync(path))?.[1] ?? null;
  } catch {
    return null;
  }
}
