import type { Log } from '#platform';
import type { NotificationSender } from '../notifications/notification-sender.js';
import type { ActRunner } from './act-runner.js';

/** How often the sandbox looks for due work. Business time may jump at any moment, so it looks often and cheaply. */
const ROUND_EVERY_MS = 200;

/** The sandbox's own heartbeat: acts first, then what they have to announce. One round at a time. */
export class BackgroundLoop {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private again = false;
  private paused = false;
  private stopped = false;

  constructor(
    private readonly acts: ActRunner,
    private readonly sender: NotificationSender,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.wake(), ROUND_EVERY_MS);
  }

  /** Looks now; during a round, once more after it. */
  wake(): void {
    if (this.stopped || this.paused) return;
    this.again = true;
    this.round ??= this.run().finally(() => {
      this.round = null;
    });
  }

  /** Does `work` between two rounds: nothing happens by itself meanwhile. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    this.paused = true;
    try {
      await this.round;
      return await work();
    } finally {
      this.paused = false;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.round;
    await this.sender.stop();
  }

  private async run(): Promise<void> {
    while (this.again && !this.paused && !this.stopped) {
      this.again = false;
      try {
        await this.acts.runDue();
        // A full batch may have left more behind.
        if ((await this.sender.sendDue(() => this.wake())) > 0) this.again = true;
      } catch (error) {
        this.log.warn({ err: error }, 'the sandbox could not look for due work; it will look again');
      }
    }
  }
}
