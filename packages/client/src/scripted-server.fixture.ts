import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with one request. */
export type Step = (response: ServerResponse) => void;

export interface ScriptedServer {
  readonly url: string;
  /** In order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** The next requests, one step each; the last one stands for all that follow. */
  play(...steps: Step[]): void;
  close(): Promise<void>;
}

/** A server that goes wrong in the ways that networks do, in a given order. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  let script: Step[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      const step = script.length > 1 ? script.shift() : script[0];
      if (step === undefined) throw new Error('the script of the server is empty');
      step(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    play: (...steps) => {
      script = steps;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function problem(
  status: number,
  code: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Step {
  const body = { type: 'about:blank', title: code, status, detail: `This is ${code}.`, code, ...more };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}

export const cut: Step = (response) => response.socket?.destroy();
export const silence: Step = () => undefined;
/** The head and half of the body, then the connection breaks. */
export const halfAnAnswer: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":', () => response.socket?.destroy());
};
