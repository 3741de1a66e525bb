import { connect, type Socket } from 'node:net';

/** What came back over one bare connection. */
export interface RawExchange {
  /** Status of each answer, in order; interim ones (1xx) left out. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** Whether the listener closed the connection before the caller stopped waiting. */
  readonly closed: boolean;
}

export interface RawOptions {
  /** Ends the sending side when nothing came after this time: a listener that waits for more learns that none comes. */
  readonly endAfterMs?: number;
  /** Stops waiting once this many answers came. */
  readonly answers?: number;
  /** Stops waiting in any case. */
  readonly limitMs?: number;
}

/** Sends bytes as they are, which no HTTP client would, and gathers what comes back. */
export async function sendRaw(
  url: string,
  bytes: string | Buffer,
  { endAfterMs, answers = Infinity, limitMs = 10_000 }: RawOptions = {},
): Promise<RawExchange> {
  const connection = new RawConnection(url);
  connection.send(bytes);
  if (endAfterMs !== undefined) {
    await connection.settle({ answers: 1, limitMs: endAfterMs });
    connection.finish();
  }
  await connection.settle({ answers, limitMs });
  connection.drop();
  return connection.exchange;
}

/** One bare TCP connection to a listener. */
export class RawConnection {
  private readonly socket: Socket;
  private readonly waiting = new Set<() => void>();
  private received = '';
  private isClosed = false;

  constructor(url: string) {
    const { port, hostname } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.look();
    });
    // Cut by the listener while we still send: that is an end too.
    this.socket.on('error', () => this.close());
    this.socket.on('close', () => this.close());
    this.socket.on('end', () => this.close());
  }

  get exchange(): RawExchange {
    return { statuses: statusesOf(this.received), text: this.received, closed: this.isClosed };
  }

  send(bytes: string | Buffer): void {
    if (this.socket.writable) this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  finish(): void {
    this.socket.end();
  }

  drop(): void {
    this.socket.destroy();
  }

  /** Until the listener closes, enough answers came, or the limit is over. */
  settle({ answers = Infinity, limitMs = 10_000 }: { answers?: number; limitMs?: number }): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve();
      };
      const check = (): void => {
        if (this.isClosed || statusesOf(this.received).length >= answers) done();
      };
      const timer = setTimeout(done, limitMs);
      this.waiting.add(check);
      check();
    });
  }

  private close(): void {
    this.isClosed = true;
    this.look();
  }

  private look(): void {
    for (const check of this.waiting) check();
  }
}

/** Status lines stand at the very beginning or right after a body, which holds none of its own here. */
function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status >= 200);
}
