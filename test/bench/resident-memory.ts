import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const KB_PER_MB = 1024;

/** What of a process lies in memory now, in MB: the kernel's own figure, or what `ps` says where there is no /proc. */
export function residentMb(pid: number): number {
  return (fromProc(pid, 'VmRSS') ?? fromPs(pid)) / KB_PER_MB;
}

/** The most that it ever was; null where the system does not remember. */
export function peakResidentMb(pid: number): number | null {
  const kb = fromProc(pid, 'VmHWM');
  return kb === null ? null : kb / KB_PER_MB;
}

function fromProc(pid: number, field: string): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const [, kb] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
  return kb === undefined ? null : Number(kb);
}

function fromPs(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
}
