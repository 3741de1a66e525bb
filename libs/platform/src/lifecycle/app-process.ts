import { constants } from 'node:os';
import type { Log } from '../log/log.js';

/** An app that is up. `close` must end everything it opened; it is called once. */
export interface StartedApp {
  /** Where it answers. */
  readonly url: string;
  close(): Promise<void>;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];

const CLOSE_LIMIT_MS = 15_000;
/** npm passes a terminal's Ctrl-C on to us, who got it already: what follows this closely is the same key press. */
const SAME_KEY_PRESS_MS = 1000;

/** Ties one app to this process: starts it, waits for a reason to stop, closes it once, exits. */
export class AppProcess {
  private starting: Promise<StartedApp> | undefined;
  private stopping = false;
  private firstSignalAt: number | undefined;

  constructor(private readonly log: Log) {}

  async run(start: () => Promise<StartedApp>): Promise<void> {
    for (const signal of STOP_SIGNALS) process.on(signal, () => this.onSignal(signal));
    process.on('uncaughtException', (error) => this.onFault(error, 'uncaught exception'));
    process.on('unhandledRejection', (reason) => this.onFault(reason, 'unhandled rejection'));
    // A start that throws at once is a start that failed, like one that rejects.
    this.starting = Promise.resolve().then(start);
    try {
      const app = await this.starting;
      const { url } = app;
      if (!this.stopping) this.log.info({ url, pid: process.pid }, `ready at ${url}`);
    } catch (error) {
      this.log.error({ err: error }, 'could not start');
      // Told to stop while starting, the stop under way decides how this ends.
      if (!this.stopping) await this.stop(1);
    }
  }

  private onSignal(signal: StopSignal): void {
    const now = performance.now();
    if (this.firstSignalAt === undefined) {
      this.firstSignalAt = now;
      this.log.info({ signal }, 'stopping');
      void this.stop(0);
      return;
    }
    if (now - this.firstSignalAt < SAME_KEY_PRESS_MS) return;
    this.log.warn({ signal }, 'told to stop again: ending without closing');
    process.exit(128 + constants.signals[signal]);
  }

  private onFault(error: unknown, kind: string): void {
    this.log.error({ err: error }, `${kind}: stopping`);
    void this.stop(1);
  }

  private async stop(exitCode: number): Promise<void> {
    if (this.stopping) {
      // A fault while stopping still ends in the exit of the stop that is under way, as a failure.
      process.exitCode = Math.max(exitCode, Number(process.exitCode ?? 0));
      return;
    }
    this.stopping = true;
    process.exitCode = exitCode;
    // Not unref'd: it is what ends the process when closing hangs with nothing else alive.
    setTimeout(() => {
      this.log.error(`closing took longer than ${CLOSE_LIMIT_MS / 1000} s: ending without it`);
      process.exit(1);
    }, CLOSE_LIMIT_MS);
    await this.close();
    process.exit();
  }

  /** Closes what was started; a start still under way is waited for, because what it opens must be closed too. */
  private async close(): Promise<void> {
    let app: StartedApp | undefined;
    try {
      app = await this.starting;
    } catch {
      // It was logged where it failed.
    }
    try {
      await app?.close();
      this.log.info('stopped');
    } catch (error) {
      this.log.error({ err: error }, 'could not close cleanly');
      process.exitCode = 1;
    }
  }
}
