import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Manner = 'json' | 'html' | 'text' | 'broken' | 'hang' | 'drop';

/**
 * A system on the other side that repeats what it was sent, credentials and all, in its answers: as debug pages and careless
 * validators do. `well` forwards to a system that behaves.
 */
export class IndiscreetServer {
  manner: Manner | 'well' = 'well';
  status = 500;
  /** Requests of each manner that it answered. */
  readonly answered: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly wellBehaved: string | null,
  ) {}

  static async start(wellBehaved: string | null): Promise<IndiscreetServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const indiscreet = new IndiscreetServer(server, `http://127.0.0.1:${port}`, wellBehaved);
    server.on('request', (request, response) => void indiscreet.answer(request, response));
    return indiscreet;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.answered.push(`${this.manner} ${request.url ?? ''}`);
    if (this.manner === 'hang') return;
    if (this.manner === 'drop') {
      request.socket.destroy();
      return;
    }
    if (this.manner === 'well') {
      await this.forward(request, body, response);
      return;
    }
    const heard = { method: request.method, url: request.url, headers: request.headers, body };
    const flat = `${Object.entries(request.headers)
      .map(([name, value]) => `${name}: ${String(value)}`)
      .join(' ; ')} ; ${body}`;
    switch (this.manner) {
      case 'json':
        response.writeHead(this.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ code: '111', message: `Solicitud inválida: ${flat}`, data: [heard] }));
        return;
      case 'html':
        response.writeHead(this.status, { 'content-type': 'text/html' });
        response.end(`<html><body><h1>Error</h1><pre>${flat}</pre></body></html>`);
        return;
      case 'text':
        response.writeHead(this.status, { 'content-type': 'text/plain', 'x-echo': encodeURIComponent(flat) });
        response.end(flat);
        return;
      case 'broken':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(heard).slice(0, -7));
        return;
    }
  }

  private async forward(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    if (this.wellBehaved === null) {
      response.writeHead(204).end();
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(`${this.wellBehaved}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(await answer.text());
  }
}
