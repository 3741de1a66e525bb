import { createHash } from 'node:crypto';

const REMEMBERED_MS = 10 * 60_000;
const REMEMBERED_AT_MOST = 10_000;

/**
 * Keys that were valid a little while ago, by their hash. Whoever holds one passes an address from which others guess
 * keys; what the key is worth now, the database says each time.
 */
export class KnownKeys {
  /** When each was last seen; the first one longest ago, because a Map keeps the order of insertion. */
  private readonly seenAtMs = new Map<string, number>();

  /** `nowMs` is any clock that only goes forward. */
  has(key: string, nowMs: number): boolean {
    const seen = this.seenAtMs.get(hash(key));
    return seen !== undefined && nowMs - seen < REMEMBERED_MS;
  }

  add(key: string, nowMs: number): void {
    const known = hash(key);
    this.seenAtMs.delete(known);
    this.seenAtMs.set(known, nowMs);
    const [oldest] = this.seenAtMs.keys();
    if (this.seenAtMs.size > REMEMBERED_AT_MOST && oldest !== undefined) this.seenAtMs.delete(oldest);
  }
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
