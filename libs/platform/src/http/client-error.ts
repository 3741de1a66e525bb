import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody, PROBLEM_MEDIA_TYPE } from './problem-error.js';
import { problemOfStatus } from './status-problems.js';

const STATUS_OF_PARSER_ERROR: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what never became a request: broken HTTP, oversized headers, a request that did not arrive in time. */
export class ClientErrors {
  /** Answers that each connection still waits for. */
  private readonly due = new WeakMap<Socket, Set<ServerResponse>>();

  /** Follows the requests of a server from here on. */
  watch(server: Server): void {
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const due = this.due.get(socket) ?? new Set();
      this.due.set(socket, due.add(response));
      response.once('close', () => due.delete(response));
    });
  }

  readonly answer = (error: { code?: string | undefined }, socket: Socket): void => {
    // A reset connection has nobody to answer. Where another answer is due, this one would pass for it: a payment that is
    // being made must not look refused.
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || this.isAnotherDue(socket)) {
      socket.destroy();
      return;
    }
    const status = STATUS_OF_PARSER_ERROR[error.code ?? ''] ?? 400;
    const body = JSON.stringify(problemBody(problemOfStatus(status)));
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Bad Request'}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  };

  /** The error is the last request's own while its body is arriving; else it belongs to what came behind it. */
  private isAnotherDue(socket: Socket): boolean {
    const due = [...(this.due.get(socket) ?? [])];
    return due.some(({ req, headersSent }, index) => req.complete || headersSent || index < due.length - 1);
  }
}
