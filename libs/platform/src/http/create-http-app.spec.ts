import { Controller, Get, HttpException, Module, NotFoundException, Param, Post } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { HealthRegistry } from '../health/health-registry.js';
import { Metrics } from '../metrics/metrics.js';
import type { HttpAppOptions } from './create-http-app.js';
import { ProblemError } from './problem-error.js';
import { call, openConnection, startApp, type RunningApp } from './running-app.fixture.js';

@Controller()
class ShopController {
  @Get('orders')
  list(): { data: string[] } {
    return { data: [] };
  }

  @Post('orders/:id/cancel')
  cancel(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Get('pay/:token')
  pay(): string {
    return 'a page';
  }

  @Get('broken')
  broken(): never {
    throw new Error('connection to db.internal failed for password hunter2');
  }

  @Get('away')
  away(): never {
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
  }

  @Get('refused')
  refused(): never {
    throw new ProblemError({
      status: 502,
      code: 'gateway_unavailable',
      title: 'Gateway unavailable',
      detail: 'Repeat with the same key.',
      headers: { 'retry-after': '7' },
      paymentId: 'pay_1',
    });
  }

  @Get('missing')
  missing(): never {
    throw new NotFoundException('No order A-1.');
  }

  @Get('teapot')
  teapot(): never {
    throw new HttpException('Short and stout.', 418);
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

let running: RunningApp | undefined;

afterEach(async () => {
  await running?.app.close();
});

async function start(options: Partial<HttpAppOptions> = {}): Promise<string> {
  running = await startApp(ShopModule, options);
  return running.url;
}

/** The access log so far. */
function requests(): Record<string, unknown>[] {
  return running?.lines.filter((line) => line['route'] !== undefined) ?? [];
}

async function rawExchange(url: string, text: string): Promise<string> {
  const connection = openConnection(url);
  connection.socket.write(text);
  await connection.ended;
  return connection.received();
}

describe('an error', () => {
  it('is a 503 when the database is away, so that the caller repeats the request', async () => {
    const url = await start();
    const answer = await call(`${url}/away`);
    expect([answer.status, answer.body['code']]).toEqual([503, 'unavailable']);
    expect(running?.lines.some((line) => line['level'] === 'error')).toBe(true);
  });

  it('tells the caller of a fault nothing but a request id, and the log everything', async () => {
    const url = await start();
    const answer = await call(`${url}/broken`, { headers: { 'x-request-id': 'req-42' } });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal_error', requestId: 'req-42' });
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|db\.internal|Error:/);
    const logged = running?.lines.find((line) => line['level'] === 'error');
    expect(logged).toMatchObject({ requestId: 'req-42', err: { message: expect.stringContaining('db.internal') } });
  });

  it('sends a ProblemError as it is, with its headers and extensions', async () => {
    const url = await start();
    const answer = await call(`${url}/refused`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Gateway unavailable',
      status: 502,
      detail: 'Repeat with the same key.',
      code: 'gateway_unavailable',
      paymentId: 'pay_1',
    });
  });

  it('answers an unknown route with 404 not_found and does not repeat its query', async () => {
    const url = await start();
    const answer = await call(`${url}/nowhere?token=abcdef`);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'not_found', type: 'about:blank' });
    expect(answer.body['detail']).toBe('There is nothing at GET /nowhere: check method and path.');
  });

  it('keeps the sentence of an HttpException below 500', async () => {
    const url = await start();
    expect((await call(`${url}/missing`)).body).toMatchObject({ code: 'not_found', detail: 'No order A-1.' });
    expect((await call(`${url}/teapot`)).body).toMatchObject({ status: 418, detail: 'Short and stout.' });
  });

  it('answers a path that cannot be decoded as a problem', async () => {
    const url = await start();
    const answer = await call(`${url}/orders/%E0%A4%A/cancel`, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  it('answers broken HTTP and oversized headers as problems', async () => {
    const url = await start();
    expect(await rawExchange(url, 'NOT HTTP\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"invalid_request"/);
    const huge = `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await rawExchange(url, huge)).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers_too_large"/);
  });
});

describe('every answer', () => {
  it('echoes a sane request id and replaces any other', async () => {
    const url = await start();
    const sane = await call(`${url}/livez`, { headers: { 'x-request-id': 'abc-123' } });
    expect(sane.headers.get('x-request-id')).toBe('abc-123');
    for (const odd of ['a b', '<script>', 'x'.repeat(101)]) {
      const answer = await call(`${url}/livez`, { headers: { 'x-request-id': odd } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('carries the security headers, errors included', async () => {
    const url = await start();
    for (const path of ['/orders', '/nowhere', '/broken', '/livez']) {
      const { headers } = await call(`${url}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is logged once with its route and without secrets of path and query', async () => {
    const url = await start();
    await call(`${url}/pay/tok-very-secret?apiKey=k-secret&lang=es`);
    await call(`${url}/livez`);
    await expect.poll(() => requests().length).toBe(2);
    const [page, probe] = requests();
    expect(page).toMatchObject({ level: 'info', app: 'shop', method: 'GET', route: '/pay/:token', status: 200 });
    expect(page?.['path']).toBe('/pay/[redacted]?apiKey=[redacted]&lang=es');
    expect(JSON.stringify(running?.lines)).not.toMatch(/very-secret|k-secret/);
    expect(probe).toMatchObject({ level: 'debug', route: '/livez' });
  });

  it('is measured by method, route and status', async () => {
    const url = await start();
    await call(`${url}/orders/1/cancel`, { method: 'POST' });
    await call(`${url}/orders/2/cancel`, { method: 'POST' });
    await call(`${url}/no/such/thing`);
    const count = 'http_request_duration_seconds_count';
    await expect
      .poll(async () => (await call(`${url}/metrics`)).body['text'])
      .toContain(`${count}{method="POST",route="/orders/:id/cancel",status="201"} 2`);
    const metrics = await call(`${url}/metrics`);
    expect(metrics.body['text']).toContain(`${count}{method="GET",route="unmatched",status="404"} 1`);
    expect(metrics.body['text']).toContain('nodejs_eventloop_lag_seconds');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
  });
});

describe('health', () => {
  it('is ready while every probe works and says which one does not', async () => {
    const health = new HealthRegistry();
    const metrics = new Metrics();
    let broken = false;
    health.register('postgres', async () => {
      if (broken) throw new Error('connect ECONNREFUSED postgres://chasqui:hunter2@db:5432/chasqui');
    });
    const url = await start({ health, metrics });
    expect(await call(`${url}/readyz`)).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { postgres: 'ok' } },
    });
    broken = true;
    const failing = await call(`${url}/readyz`);
    expect(failing.status).toBe(503);
    expect(failing.body).toMatchObject({ status: 'failing' });
    expect(JSON.stringify(failing.body)).toContain('ECONNREFUSED');
    expect(JSON.stringify(failing.body)).not.toContain('hunter2');
    expect((await call(`${url}/livez`)).status).toBe(200);
  });
});
