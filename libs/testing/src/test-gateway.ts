import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One CIP as the stand-in knows it; instants as the wire writes them. */
interface StoredCip {
  readonly number: string;
  readonly transactionCode: string;
  readonly amount: number;
  readonly currency: string;
  readonly dateExpiry: string;
  status: 21 | 22 | 23;
  datePayment: string;
}

const NEVER = '1900-01-01T00:00:00-05:00';

/**
 * A PagoEfectivo for specs of one app, on a port of its own: gives out CIPs and tells their state. What the sandbox has
 * beyond that (notifications, faults, pages) is tested where whole flows are.
 */
export class TestGateway {
  /** `down`: connections are cut; `forbidden`: every authorization is refused. */
  mode: 'well' | 'down' | 'forbidden' = 'well';
  /** `silent`: refunds are paid, and the connection is cut before the answer; `refused`: they are not paid. */
  refundMode: 'well' | 'silent' | 'refused' = 'well';
  /** Refunds that it paid, by `refundCode`: one, however often it was asked for. */
  readonly refunds = new Map<string, { readonly cip: string; readonly amount: number }>();
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  private readonly cips = new Map<string, StoredCip>();
  private nextNumber = 213_803_274;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TestGateway> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const gateway = new TestGateway(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void gateway.answer(request, response));
    return gateway;
  }

  /** The shopper pays at an agent: from now on a search says so. `at` as the wire writes it. */
  pay(number: string, at: string): void {
    const cip = this.cips.get(number);
    if (!cip) throw new Error(`the test gateway never gave out CIP ${number}`);
    cip.status = 23;
    cip.datePayment = at;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = request.url ?? '';
    this.asked.push(`${request.method ?? ''} ${path}`);
    if (this.mode === 'down') {
      request.socket.destroy();
      return;
    }
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (path === '/v1/authorizations' && this.mode === 'forbidden') {
      send(response, 401, { code: '401', message: 'Credenciales inválidas.' });
    } else if (path === '/v1/authorizations') {
      send(
        response,
        201,
        success({ token: 'test-token', tokenStart: NEVER, tokenExpires: '2126-01-01T00:00:00-05:00' }),
      );
    } else if (path === '/v1/cips') {
      send(response, 201, success(this.create(body)));
    } else if (path === '/v1/cips/search') {
      send(response, 200, success(this.search(body)));
    } else if (/^\/v1\/cips\/\d+\/refunds$/.test(path)) {
      this.refund(path.split('/')[3] ?? '', body, response);
    } else {
      send(response, 404, { code: '404', message: 'No existe.' });
    }
  }

  private create(body: unknown): Record<string, unknown> {
    const number = String(this.nextNumber);
    this.nextNumber += 1;
    const cip: StoredCip = {
      number,
      transactionCode: String(member(body, 'transactionCode')),
      amount: Number(member(body, 'amount')),
      currency: String(member(body, 'currency')),
      dateExpiry: String(member(body, 'dateExpiry')),
      status: 22,
      datePayment: NEVER,
    };
    this.cips.set(number, cip);
    const { transactionCode, amount, currency, dateExpiry } = cip;
    return { cip: Number(number), currency, amount, transactionCode, dateExpiry, cipUrl: `${this.url}/${number}.html` };
  }

  private refund(cip: string, body: unknown, response: ServerResponse): void {
    if (this.refundMode === 'refused') {
      const data = [{ code: '113', message: 'Valor invalido.', field: 'amount' }];
      send(response, 400, { code: '111', message: 'Solicitud con datos inválidos.', data });
      return;
    }
    this.refunds.set(String(member(body, 'refundCode')), { cip, amount: Number(member(body, 'amount')) });
    if (this.refundMode === 'silent') response.destroy();
    else send(response, 201, success({}));
  }

  private search(body: unknown): Record<string, unknown>[] {
    const wanted = member(body, 'data');
    if (!Array.isArray(wanted)) return [];
    return wanted.flatMap((entry: unknown) => {
      const cip = this.cips.get(String(member(entry, 'cip')));
      if (!cip) return [];
      const { number, ...known } = cip;
      return [
        { cip: Number(number), ...known, statusName: '', dateCreation: NEVER, dateRemoval: NEVER, token: number },
      ];
    });
  }
}

function success(data: unknown): Record<string, unknown> {
  return { code: 100, message: 'Solicitud exitosa.', data };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
