import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 200;

/** How long an API caller waits for the gateway (GATEWAY_CALLER_WAIT). The work goes on, and its late result counts. */
export class CallerWait {
  constructor(
    private readonly waitMs: number,
    private readonly onError: (error: unknown, what: string) => void,
  ) {}

  /** Resolves when the work is done or the wait is over. What fails is told to `onError`, and its rows say the rest. */
  async within(work: Promise<unknown>, what: string): Promise<void> {
    const safe = work.catch((error: unknown) => this.onError(error, what));
    let over: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      over = setTimeout(resolve, this.waitMs);
    });
    await Promise.race([safe, late]).finally(() => clearTimeout(over));
  }

  /** Looks again and again, as long as a caller waits, until `isOver` says so. */
  async until(isOver: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + this.waitMs;
    while (performance.now() < end) {
      await delay(LOOK_EVERY_MS);
      if (await isOver()) return;
    }
  }
}
