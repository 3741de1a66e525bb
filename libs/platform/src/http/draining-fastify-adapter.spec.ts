import { request as httpRequest } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { HealthRegistry } from '../health/health-registry.js';
import type { HttpAppOptions } from './create-http-app.js';
import { call, openConnection, startApp, type RunningApp } from './running-app.fixture.js';

/** What the slow handler waits for; a test opens it. */
class Gate {
  private release: () => void = () => undefined;
  private enter: () => void = () => undefined;
  readonly entered = new Promise<void>((resolve) => {
    this.enter = resolve;
  });
  private readonly opened = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  async pass(): Promise<void> {
    this.enter();
    await this.opened;
  }

  open(): void {
    this.release();
  }
}

describe('closing an app', () => {
  let running: RunningApp | undefined;
  let gate = new Gate();

  @Controller()
  class SlowController {
    @Get('slow')
    async slow(): Promise<{ finished: boolean }> {
      await gate.pass();
      return { finished: true };
    }
  }

  @Module({ controllers: [SlowController] })
  class SlowModule {}

  afterEach(async () => {
    gate.open();
    await running?.app.close();
  });

  async function start(options: Partial<HttpAppOptions> = {}): Promise<string> {
    gate = new Gate();
    running = await startApp(SlowModule, options);
    return running.url;
  }

  it('finishes the request in flight, is not ready meanwhile, and lets nobody new in', async () => {
    const health = new HealthRegistry();
    const url = await start({ health });
    const slow = call(`${url}/slow`);
    await gate.entered;
    const closing = running?.app.close();
    await expect.poll(() => health.isShuttingDown).toBe(true);
    expect((await health.check()).status).toBe('shutting_down');
    await expect
      .poll(() =>
        fetch(`${url}/readyz`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    gate.open();
    const answer = await slow;
    expect(answer).toMatchObject({ status: 200, body: { finished: true } });
    expect(answer.headers.get('connection')).toBe('close');
    await closing;
  });

  it.each([
    ['/orders', '"code":"unavailable"'],
    ['/readyz', '"status":"shutting_down"'],
  ])('answers GET %s with 503 on a connection that was half-way through asking', async (path, expected) => {
    const health = new HealthRegistry();
    const url = await start({ health });
    const connection = openConnection(url);
    connection.socket.write(`GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET ${path} HTTP/1.1\r\nHost: x\r\n`);
    await expect.poll(() => connection.received()).toContain('"status":"ok"');
    const closing = running?.app.close();
    await expect.poll(() => health.isShuttingDown).toBe(true);
    connection.socket.write('\r\n');
    await closing;
    await connection.ended;
    const answer = connection.received().split('HTTP/1.1 503')[1];
    expect(answer).toContain(expected);
    expect(answer?.toLowerCase()).toContain('connection: close');
  });

  it('cuts what does not finish within the limit', async () => {
    const url = await start({ drainLimitMs: 100 });
    const outcome = new Promise<string>((resolve) => {
      httpRequest(`${url}/slow`, () => resolve('answered'))
        .on('error', () => resolve('cut'))
        .end();
    });
    await gate.entered;
    await running?.app.close();
    expect(await outcome).toBe('cut');
  });

  it('does not wait for clients that keep their connection open, and may be called twice', async () => {
    const url = await start();
    const connection = openConnection(url);
    connection.socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => connection.received()).toContain('"ok"');
    await Promise.all([running?.app.close(), running?.app.close()]);
    await connection.ended;
    await running?.app.close();
    expect(running?.app.getHttpServer().listening).toBe(false);
  });
});
