import type { Clock } from '../clock.port.js';

const LOCKED_MS = 15 * 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * Locks a name after repeated failures. In memory, so that guessing costs no writes: a console is one process, and a
 * restart that forgets gives a guesser five more tries.
 */
export class LoginLimit {
  private readonly failures = new Map<string, { count: number; latest: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly failuresAllowed: number,
  ) {}

  lockedUntil(name: string): Date | null {
    const known = this.failures.get(name);
    if (!known || known.count < this.failuresAllowed) return null;
    const until = known.latest + LOCKED_MS;
    return until > this.clock.now().getTime() ? new Date(until) : null;
  }

  failed(name: string): void {
    const now = this.clock.now().getTime();
    const known = this.failures.get(name);
    const recent = known && known.latest + LOCKED_MS > now ? known.count : 0;
    // Deleted and set again: a Map keeps the order of insertion, so the first key is the one that failed longest ago.
    this.failures.delete(name);
    this.failures.set(name, { count: recent + 1, latest: now });
    const [oldest] = this.failures.keys();
    if (this.failures.size > MAX_REMEMBERED && oldest !== undefined) this.failures.delete(oldest);
  }

  succeeded(name: string): void {
    this.failures.delete(name);
  }
}
