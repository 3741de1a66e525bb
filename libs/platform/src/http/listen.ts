import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Listens and gives the address a person on this machine can open; port 0 takes any free one. Rejects with a sentence
 * when the port is taken or may not be used.
 */
export async function listen(app: NestFastifyApplication, at: { host: string; port: number }): Promise<string> {
  try {
    await app.listen(at.port, at.host);
  } catch (error) {
    throw listenError(error, at);
  }
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const host = ['0.0.0.0', '::'].includes(at.host) ? 'localhost' : at.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

function listenError(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const mend = 'or choose another one with the variable for this port (docs/configuration.md, names ending in _PORT).';
  if (code === 'EADDRINUSE') {
    return new Error(`Port ${port} on ${host} is taken: stop what uses it, ${mend}`, { cause: error });
  }
  if (code === 'EACCES') {
    return new Error(`Port ${port} on ${host} may not be used by this user: run with the right to, ${mend}`, {
      cause: error,
    });
  }
  return error;
}
