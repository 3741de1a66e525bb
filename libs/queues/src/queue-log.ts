/** What this library writes to: platform's log satisfies it by shape. */
export interface QueueLog {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

type Level = keyof QueueLog;

/**
 * A log for trouble that repeats: a dead queue server fails every command of every worker, and a line
 * for each would bury the cause. The first line of a key is written at once, further ones at most
 * every `everyMs`, with the number that was left out.
 */
export class ThrottledLog {
  private readonly lines = new Map<string, { writtenAtMs: number; suppressed: number }>();

  constructor(
    readonly log: QueueLog,
    private readonly everyMs = 10_000,
  ) {}

  /** Lines with the same `key` count as the same trouble. */
  write(level: Level, key: string, details: object, message: string): void {
    const nowMs = performance.now();
    const line = this.lines.get(key);
    if (line && nowMs - line.writtenAtMs < this.everyMs) {
      line.suppressed += 1;
      return;
    }
    if (this.lines.size >= MAX_KEYS) this.lines.clear();
    this.lines.set(key, { writtenAtMs: nowMs, suppressed: 0 });
    this.log[level](line?.suppressed ? { ...details, suppressed: line.suppressed } : details, message);
  }
}

/** Keys hold error texts, which may differ without end (ports, ids): the memory for them is bounded. */
const MAX_KEYS = 500;

/** What an error says: that of a refused connection to two addresses has its words one level down. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first] = error instanceof AggregateError ? error.errors : [];
  return error.message || (first === undefined ? error.name : errorText(first));
}
