import { Controller, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../log/log.js';
import { takeBodiesAsBytes } from './byte-bodies.js';
import { createHttpApp } from './create-http-app.js';
import { openConnection } from './running-app.fixture.js';

@Controller()
class InboxController {
  @Post('inbox')
  take(@Req() { body }: FastifyRequest): { hex: string } {
    return { hex: Buffer.isBuffer(body) ? body.toString('hex') : 'none' };
  }
}

@Module({ controllers: [InboxController] })
class InboxModule {}

describe('a door that takes bytes', () => {
  let app: NestFastifyApplication | undefined;
  afterEach(async () => app?.close());

  it.each([
    ['application/json'],
    ['application/x-www-form-urlencoded'],
    ['text/plain; charset=utf-16; x="y'],
    ['nonsense'],
    ['a/b/c'],
    [''],
    [' '],
    ['application/json, text/plain'],
    [null],
  ])('takes them under the content type %j', async (type) => {
    app = await createHttpApp(InboxModule, { name: 'inbox', log: createLog({ name: 'inbox', level: 'error' }) });
    takeBodiesAsBytes(app);
    await app.listen(0, '127.0.0.1');
    const connection = openConnection(await app.getUrl());
    const header = type === null ? '' : `Content-Type: ${type}\r\n`;
    connection.socket.write(
      Buffer.concat([
        Buffer.from(`POST /inbox HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}Content-Length: 3\r\n\r\n`),
        Buffer.from([0x7b, 0xff, 0x00]),
      ]),
    );
    await connection.ended;
    expect(connection.received()).toMatch(/^HTTP\/1\.1 201 [\s\S]*\{"hex":"7bff00"\}$/);
  });
});
