import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { orderStem } from '../../apps/sandbox/src/cips/scenario.js';

export type FaultKind =
  | 'drop_before'
  | 'drop_after'
  | 'fail_before'
  | 'fail_after'
  | 'rate_limited'
  | 'late'
  | 'never'
  | 'kill_before'
  | 'kill_after';

export type FaultOperation = 'create' | 'extend' | 'delete' | 'search';

/** What happens to the nth call of an operation about this order, on its way between product and gateway. */
export interface GatewayFault {
  readonly operation: FaultOperation;
  readonly nth: number;
  readonly kind: FaultKind;
}

export interface FaultyGatewayOptions {
  /** Where the sandbox listens. */
  readonly target: string;
  /** How late a late answer is: after the caller left, before the socket is given up. */
  readonly lateMs: number;
  /** A process dies in the middle of its call. Resolves when it is dead. */
  readonly kill: (operation: FaultOperation) => Promise<void>;
  /** Told of every call of the documented API that the product made, `cips` of them asked for in a search. */
  readonly onCall?: (call: { operation: FaultOperation | 'authorize'; cips: number }) => void;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * The line between product and sandbox, on which calls get lost. Unlike the sandbox's own switches, which hold for every
 * call, a fault here belongs to one order and to its nth call of an operation, so that many rounds run side by side and
 * none disturbs another. What reaches the sandbox is carried out by it, and its books say so.
 */
export class FaultyGateway {
  private readonly faults = new Map<string, readonly GatewayFault[]>();
  private readonly seen = new Map<string, number>();
  private readonly orders = new Map<string, string>();
  /** What was done to whose call, in order. */
  readonly injected: { at: number; orderId: string; operation: FaultOperation; kind: FaultKind }[] = [];
  /** Nobody is there: every connection is cut. */
  unreachable = false;
  /** Calls that wait for their answer. */
  underway = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly options: FaultyGatewayOptions,
  ) {}

  static async start(options: FaultyGatewayOptions): Promise<FaultyGateway> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const gateway = new FaultyGateway(server, `http://127.0.0.1:${port}`, options);
    server.on('request', (incoming, outgoing) => {
      gateway.underway += 1;
      outgoing.once('close', () => (gateway.underway -= 1));
      gateway.serve(incoming, outgoing).catch(() => outgoing.destroy());
    });
    return gateway;
  }

  plan(orderId: string, faults: readonly GatewayFault[]): void {
    this.faults.set(orderId, faults);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const call: Call = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: incoming.headers,
      body: await readAll(incoming),
    };
    const operation = operationOf(call);
    this.options.onCall?.({
      operation: operation ?? 'authorize',
      cips: operation === 'search' ? searchedNumbers(call.body).length : 0,
    });
    if (this.unreachable) return hangUp(outgoing);
    const fault = operation && this.take(operation, call);
    switch (fault?.kind) {
      case undefined:
        return answer(outgoing, await this.forward(call));
      case 'drop_before':
        return hangUp(outgoing);
      case 'drop_after':
        await this.forward(call);
        return hangUp(outgoing);
      case 'fail_before':
        return answer(outgoing, FAILURE);
      case 'fail_after':
        await this.forward(call);
        return answer(outgoing, FAILURE);
      case 'rate_limited':
        return answer(outgoing, TOO_MANY);
      case 'late': {
        const reply = await this.forward(call);
        await delay(this.options.lateMs);
        return answer(outgoing, reply);
      }
      case 'never':
        await this.forward(call);
        // The socket stays open until the caller gives it up.
        return;
      case 'kill_before':
        await this.options.kill(fault.operation);
        return hangUp(outgoing);
      case 'kill_after':
        await this.forward(call);
        await this.options.kill(fault.operation);
        return hangUp(outgoing);
    }
  }

  /** The fault that this call meets; each is met once. A search counts for every order it asks about. */
  private take(operation: FaultOperation, call: Call): GatewayFault | undefined {
    const met = this.ordersOf(operation, call).flatMap((orderId) => {
      const key = `${orderId} ${operation}`;
      const nth = (this.seen.get(key) ?? 0) + 1;
      this.seen.set(key, nth);
      const faults = this.faults.get(orderId) ?? [];
      return faults
        .filter((fault) => fault.operation === operation && fault.nth === nth)
        .map((fault) => ({ orderId, fault }));
    });
    const [first] = met;
    if (first) this.injected.push({ at: Date.now(), orderId: first.orderId, operation, kind: first.fault.kind });
    return first?.fault;
  }

  private ordersOf(operation: FaultOperation, call: Call): string[] {
    if (operation === 'create') return [orderStem(String(fieldOf(call.body, 'transactionCode')))];
    const numbers =
      operation === 'search' ? searchedNumbers(call.body) : [/\/v1\/cips\/(\d+)/.exec(call.path)?.[1] ?? ''];
    return [...new Set(numbers.flatMap((number) => this.orders.get(number) ?? []))];
  }

  private async forward(call: Call): Promise<Reply> {
    const reply = await send(this.options.target, call);
    if (operationOf(call) === 'create') {
      const data = fieldOf(reply.body, 'data');
      const number = typeof data === 'object' && data !== null ? Reflect.get(data, 'cip') : undefined;
      if (number !== undefined)
        this.orders.set(String(number), orderStem(String(fieldOf(call.body, 'transactionCode'))));
    }
    return reply;
  }
}

const FAILURE: Reply = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"code":"166","message":"Error interno del servidor.","data":{}}'),
};
const TOO_MANY: Reply = {
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': '1' },
  body: Buffer.from('{"message":"Too many requests."}'),
};

function operationOf({ method, path }: Call): FaultOperation | null {
  if (path === '/v1/cips' && method === 'POST') return 'create';
  if (path === '/v1/cips/search') return 'search';
  if (!/^\/v1\/cips\/\d+$/.test(path)) return null;
  return method === 'PATCH' ? 'extend' : method === 'DELETE' ? 'delete' : null;
}

async function send(target: string, call: Call): Promise<Reply> {
  const { method, path, headers, body } = call;
  const outgoing = request(new URL(path, target), { method, headers });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: incoming.statusCode ?? 502, headers: incoming.headers, body: await readAll(incoming) };
}

function answer(outgoing: ServerResponse, reply: Reply): void {
  const type = reply.headers['content-type'];
  const retryAfter = reply.headers['retry-after'];
  outgoing.writeHead(reply.status, {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  outgoing.end(reply.body);
}

function hangUp(outgoing: ServerResponse): void {
  outgoing.destroy();
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function fieldOf(body: Buffer, field: string): unknown {
  const value = parse(body);
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

function searchedNumbers(body: Buffer): string[] {
  const data = fieldOf(body, 'data');
  if (!Array.isArray(data)) return [];
  return data.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null ? String(Reflect.get(entry, 'cip')) : '',
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
