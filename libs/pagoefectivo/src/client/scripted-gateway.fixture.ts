import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatLima } from '../wire/lima-time.js';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  peerAddress: string;
}

export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

/**
 * A real HTTP server that answers as a spec tells it. It issues `token-1`, `token-2`, … that live `tokenLifeMs` by
 * its clock; everything else is `reply`.
 */
export class ScriptedGateway {
  readonly requests: ReceivedRequest[] = [];
  tokenLifeMs = 2 * 3_600_000;
  authorization: Reply = (response) => {
    this.#issued += 1;
    const now = this.now();
    json(response, 201, {
      code: 100,
      message: 'Solicitud exitosa.',
      data: {
        token: `token-${this.#issued}`,
        codeService: 'NEO',
        tokenStart: formatLima(now),
        tokenExpires: formatLima(new Date(now.getTime() + this.tokenLifeMs)),
      },
    });
  };
  reply: Reply = success({});
  #issued = 0;
  readonly #server = createServer((request, response) => void this.#receive(request, response));

  constructor(private readonly now: () => Date) {}

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The gateway is not listening.');
    return address.port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** The requests that are no authorizations. */
  get calls(): ReceivedRequest[] {
    return this.requests.filter((request) => !isAuthorization(request));
  }

  get authorizations(): ReceivedRequest[] {
    return this.requests.filter(isAuthorization);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(Buffer.from(chunk));
    const request: ReceivedRequest = {
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      peerAddress: message.socket.remoteAddress ?? '',
    };
    this.requests.push(request);
    const reply = isAuthorization(request) ? this.authorization : this.reply;
    reply(response, request);
  }
}

function isAuthorization(request: ReceivedRequest): boolean {
  return request.path.endsWith('/v1/authorizations');
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  text(response, status, JSON.stringify(body), { 'content-type': 'application/json; charset=utf-8' });
}

export function text(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** The gateway's envelope around `data`. */
export function success(data: unknown, status = 200): Reply {
  return (response) => json(response, status, { code: 100, message: 'Solicitud exitosa.', data });
}
