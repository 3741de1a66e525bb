import type { DataSource, QueryRunner } from 'typeorm';
import { FEED_CHANNEL } from './feed-channel.js';

/** How often the last position is looked at, once per process, for news that did not come. */
const LOOK_EVERY_MS = 5_000;

export interface FeedWatchOptions {
  readonly lookEveryMs?: number;
  /** Told when listening failed; readers that wait are then served by the look. */
  readonly onError?: (error: unknown) => void;
}

/** One reader that waits for news of its shop. */
export interface FeedWatcher {
  /**
   * True at the first news since this watcher began or since the last call; false after `ms`, when `signal` aborts, and
   * when the watch is released.
   */
  news(ms: number, signal: AbortSignal): Promise<boolean>;
  end(): void;
}

/** What is used here of the driver's own connection. */
interface ListeningClient {
  on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): void;
  on(event: 'error' | 'end', listener: (error?: Error) => void): void;
}

/**
 * Wakes readers of the feed when the relay numbered events of their shop. All readers of a process share one listening
 * connection, which is opened for the first and kept; a reader that waits costs no query. Where notifications get lost
 * (the connection broke, a pooler in between drops LISTEN), one look every few seconds finds what they would have said.
 */
export class FeedWatch {
  private readonly watchers = new Map<string, Set<Watcher>>();
  private listening: Promise<void> | null = null;
  private runner: QueryRunner | null = null;
  private timer: NodeJS.Timeout | undefined;
  private lastPosition: string | null = null;
  private released = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: FeedWatchOptions = {},
  ) {}

  /** Begin to watch before reading, so that nothing can happen in between. */
  async watch(shopId: string): Promise<FeedWatcher> {
    const watcher = new Watcher();
    if (this.released) watcher.dismiss();
    const ofShop = this.watchers.get(shopId) ?? new Set();
    this.watchers.set(shopId, ofShop.add(watcher));
    this.timer ??= setInterval(() => void this.look(), this.options.lookEveryMs ?? LOOK_EVERY_MS);
    await this.listen();
    return {
      news: (ms, signal) => watcher.news(ms, signal),
      end: () => this.forget(shopId, watcher),
    };
  }

  /** Sends every waiting reader home, and lets none wait any more: for a process that shuts down. */
  release(): void {
    this.released = true;
    for (const watcher of this.all()) watcher.dismiss();
  }

  async close(): Promise<void> {
    this.release();
    clearInterval(this.timer);
    await this.listening?.catch(() => undefined);
    const { runner } = this;
    this.runner = null;
    if (!runner || runner.isReleased) return;
    // Handed back to the pool as it came.
    await runner.query(`unlisten ${FEED_CHANNEL}`).catch(() => undefined);
    await runner.release();
  }

  private forget(shopId: string, watcher: Watcher): void {
    const ofShop = this.watchers.get(shopId);
    ofShop?.delete(watcher);
    if (ofShop?.size === 0) this.watchers.delete(shopId);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.lastPosition = null;
  }

  /** Never rejects: without it the look serves. */
  private listen(): Promise<void> {
    this.listening ??= this.openListener().catch((error: unknown) => this.lose(error));
    return this.listening;
  }

  private async openListener(): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as ListeningClient;
    const onLost = (error?: Error): void => {
      if (this.runner === runner) this.lose(error ?? new Error('the listening connection ended'));
    };
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === FEED_CHANNEL) this.tell(payload);
    });
    client.on('error', onLost);
    client.on('end', onLost);
    this.runner = runner;
    await runner.query(`listen ${FEED_CHANNEL}`);
  }

  /** Readers look once, because what was said meanwhile was not heard; the next reader or look listens anew. */
  private lose(error: unknown): void {
    const { runner } = this;
    this.runner = null;
    this.listening = null;
    if (runner && !runner.isReleased) void runner.release().catch(() => undefined);
    if (!this.released) this.options.onError?.(error);
    this.tellAll();
  }

  private async look(): Promise<void> {
    if (this.released) return;
    await this.listen();
    try {
      const [state] = await this.dataSource.query<{ last_position: string }[]>(
        'select last_position from relay_state where id = 1',
      );
      const position = state?.last_position ?? null;
      if (position !== this.lastPosition) this.tellAll();
      this.lastPosition = position;
    } catch (error) {
      this.options.onError?.(error);
    }
  }

  private tell(shopId: string): void {
    for (const watcher of this.watchers.get(shopId) ?? []) watcher.tell();
  }

  private tellAll(): void {
    for (const watcher of this.all()) watcher.tell();
  }

  private all(): Watcher[] {
    return [...this.watchers.values()].flatMap((ofShop) => [...ofShop]);
  }
}

/** Remembers news that came while its reader was reading. */
class Watcher {
  private hasNews = false;
  private dismissed = false;
  private wake: (() => void) | null = null;

  tell(): void {
    this.hasNews = true;
    this.wake?.();
  }

  dismiss(): void {
    this.dismissed = true;
    this.wake?.();
  }

  async news(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.hasNews && !this.dismissed && !signal.aborted && ms > 0) await this.wait(ms, signal);
    const told = this.hasNews && !this.dismissed && !signal.aborted;
    this.hasNews = false;
    return told;
  }

  private async wait(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
