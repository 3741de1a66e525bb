import { once } from 'node:events';
import { createServer } from 'node:net';
import { Module } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log/log.js';
import { createHttpApp } from './create-http-app.js';
import { listen } from './listen.js';

@Module({})
class EmptyModule {}

describe('listen', () => {
  it('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const app = await createHttpApp(EmptyModule, {
      name: 'sample',
      log: createLog({ name: 'sample', level: 'error' }),
    });
    await expect(listen(app, { host: '127.0.0.1', port })).rejects.toThrow(
      new RegExp(`Port ${port} on 127.0.0.1 is taken: .*_PORT`),
    );
    await app.close();
    other.close();
  });
});
