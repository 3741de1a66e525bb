import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** What a server on the other side of our calls does with a connection, once a request came. */
export type Behaviour = (socket: Socket) => void;

/** Writes bytes as they are and closes. */
export function says(bytes: Buffer | string): Behaviour {
  return (socket) => void socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
}

/** Begins with `head` and goes on with `more` as fast as it is taken, for ever. */
export function saysWithoutEnd(head: string, more: string): Behaviour {
  return (socket) => {
    const pump = (): void => {
      while (!socket.destroyed && socket.write(more, 'latin1'));
    };
    socket.write(head, 'latin1');
    socket.on('drain', pump);
    pump();
  };
}

/** Begins with `head` and adds a byte at a time, for ever. */
export function drips(head: string): Behaviour {
  return (socket) => {
    socket.write(head, 'latin1');
    const timer = setInterval(() => socket.write(' '), 20);
    socket.once('close', () => clearInterval(timer));
  };
}

/** A TCP server that answers each connection's first bytes as it is told; HTTP it speaks only by chance. */
export class ByteServer {
  behaviour: Behaviour = says('');
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('data', () => this.behaviour(socket));
  });

  static async start(): Promise<ByteServer> {
    const server = new ByteServer();
    server.server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return server;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
    return `http://127.0.0.1:${address.port}/`;
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
