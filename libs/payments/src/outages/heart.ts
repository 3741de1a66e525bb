import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { Heartbeats, type WatchedApp } from './heartbeats.js';

const EVERY_MS = 20_000;

export interface HeartOptions {
  readonly app: WatchedApp;
  readonly onFailed: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Beats while its process lives. */
export class Heart {
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private stopped = false;

  private constructor(
    private readonly heartbeats: Pick<Heartbeats, 'beat'>,
    private readonly options: HeartOptions,
  ) {}

  /**
   * Resolves after the first beat, so that an outage is written down before its app does anything. A database that is
   * away fails no start here: the next beat tries again.
   */
  static async start(heartbeats: Pick<Heartbeats, 'beat'>, options: HeartOptions): Promise<Heart> {
    const heart = new Heart(heartbeats, options);
    await heart.beat();
    return heart;
  }

  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.beating;
  }

  private beat(): Promise<void> {
    this.beating = this.beatOnce().finally(() => {
      if (!this.stopped) this.timer = setTimeout(() => void this.beat(), this.options.everyMs ?? EVERY_MS);
    });
    return this.beating;
  }

  private async beatOnce(): Promise<void> {
    try {
      await this.heartbeats.beat(this.options.app);
    } catch (error) {
      this.options.onFailed(error);
    }
  }
}

/** A heart for an app on its host, stopped when the host's resources are closed. */
export async function startHeart(
  app: WatchedApp,
  host: {
    readonly dataSource: DataSource;
    readonly clock: Clock;
    readonly log: { warn(fields: object, message: string): void };
    readonly resources: { add(heart: Heart, close: (heart: Heart) => Promise<void>): Heart };
  },
): Promise<void> {
  const heart = await Heart.start(new Heartbeats(host.dataSource, host.clock), {
    app,
    onFailed: (error) =>
      host.log.warn({ err: error }, 'could not write that this process is alive; the next beat tries again'),
  });
  host.resources.add(heart, (opened) => opened.close());
}
