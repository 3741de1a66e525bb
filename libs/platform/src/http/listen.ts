import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Listens and gives the address a person on this machine can open; port 0 takes any free one. */
export async function listen(app: NestFastifyApplication, at: { host: string; port: number }): Promise<string> {
  await app.listen(at.port, at.host);
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const host = ['0.0.0.0', '::'].includes(at.host) ? 'localhost' : at.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
