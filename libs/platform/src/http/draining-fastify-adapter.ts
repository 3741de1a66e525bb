import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';

export interface DrainOptions {
  /** Called once, before anything is closed. */
  onDrain: () => void;
  /** How long requests in flight may take to finish before their connections are cut. */
  limitMs: number;
}

/**
 * Nest closes its providers first and the HTTP server after them, so a request in flight would find its database
 * closed. This adapter finishes the requests before Nest begins: `app.close()` awaits `beforeClose`.
 */
export class DrainingFastifyAdapter extends FastifyAdapter {
  private drained: Promise<void> | undefined;

  constructor(
    options: FastifyHttpOptions<Server>,
    private readonly drain: DrainOptions,
  ) {
    super(options);
  }

  get isDraining(): boolean {
    return this.drained !== undefined;
  }

  override async beforeClose(): Promise<void> {
    super.beforeClose();
    this.drained ??= this.finishRequests();
    await this.drained;
  }

  override async close(): Promise<void> {
    await this.beforeClose();
    await super.close();
  }

  private async finishRequests(): Promise<void> {
    this.drain.onDrain();
    const server = this.getHttpServer();
    const limit = setTimeout(() => server.closeAllConnections(), this.drain.limitMs);
    // A kept-alive connection whose last answer is out is idle: closing must not wait until its client lets go.
    const reaper = setInterval(() => server.closeIdleConnections(), REAP_EVERY_MS);
    try {
      await this.getInstance().close();
    } finally {
      clearTimeout(limit);
      clearInterval(reaper);
    }
  }
}

const REAP_EVERY_MS = 50;
