import { request, type IncomingHttpHeaders } from 'node:http';
import { hashString, formatLima, PagoEfectivoClient, signRequest, type CipDraft } from '#pagoefectivo';
import { AdjustableClock, loadConfig, type Clock } from '#platform';
import { merchantReceiver, RecordedLog, waitFor, type MerchantReceiver, type ReceivedDelivery } from '#testing';
import { createSandbox, type Sandbox, type SandboxOptions } from '../src/app.js';
import type { CipView } from '../src/control/cip-view.js';
import type { RequestView } from '../src/control/control.service.js';
import { sandboxCredentials } from '../src/credentials.js';
import type { Faults, Operation } from '../src/faults/faults.js';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Parsed; undefined when it is no JSON. */
  json: unknown;
}

/** What a documented call answers, as far as specs look at it. */
export interface Envelope {
  code: string | number;
  message: string;
  data: Record<string, unknown>;
}

export interface RunningSandboxOptions extends Omit<SandboxOptions, 'notifyUrl'> {
  databaseUrl: string;
  clock?: Clock;
  env?: Record<string, string>;
}

/** A sandbox on a port of its own, spoken to over HTTP only, and the merchant's listener that it notifies. */
export class RunningSandbox {
  readonly log = new RecordedLog();
  readonly merchant: MerchantReceiver;
  private token: { text: string; expiresAt: number } | null = null;

  private constructor(
    private readonly options: RunningSandboxOptions,
    readonly clock: Clock,
    merchant: MerchantReceiver,
    private sandbox: Sandbox | null,
  ) {
    this.merchant = merchant;
  }

  static async start(options: RunningSandboxOptions): Promise<RunningSandbox> {
    const running = new RunningSandbox(options, options.clock ?? new AdjustableClock(), await merchantReceiver(), null);
    try {
      await running.restart();
    } catch (error) {
      await running.merchant.close();
      throw error;
    }
    return running;
  }

  get url(): string {
    if (this.sandbox === null) throw new Error('The sandbox is stopped.');
    return this.sandbox.url;
  }

  /** Ends it and starts another one on the same database, as a new process would. */
  async restart(): Promise<void> {
    await this.stop();
    const { databaseUrl, env, clock: _clock, ...options } = this.options;
    const config = loadConfig(
      { HOST: '127.0.0.1', SANDBOX_PORT: '0', DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: '5', ...env },
      'app',
      ['noDatabase'],
    );
    const runtime = { clock: this.clock, log: this.log };
    this.sandbox = await createSandbox(config, runtime, { ...options, notifyUrl: () => this.merchant.url });
  }

  async stop(): Promise<void> {
    const { sandbox } = this;
    this.sandbox = null;
    this.token = null;
    await sandbox?.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.merchant.close();
  }

  /** One request as it is; `body` may be anything. */
  async send(
    method: string,
    path: string,
    body: string | Buffer | null = null,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      // Told by name: node does not frame the body of a GET or a DELETE otherwise.
      const length = body === null ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const options = { method, headers: { ...headers, ...length }, agent: false } as const;
      const sent = request(`${this.url}${path}`, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
        });
      });
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  }

  /** One signed call of the documented API, authorized unless it is the authorization. */
  async call(method: string, path: string, body: unknown = null, headers: Record<string, string> = {}): Promise<Reply> {
    const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const { secretKey } = sandboxCredentials;
    const signature = signRequest({ secretKey, timestamp: this.clock.now(), method, path, body: text });
    const authorization = path === '/v1/authorizations' ? {} : { Authorization: `Bearer ${await this.bearer()}` };
    return this.send(method, path, text, {
      'Content-Type': 'application/json',
      ...authorization,
      ...signature,
      ...headers,
    });
  }

  /** `data` of a call that must succeed. */
  async ask<Data = Record<string, unknown>>(method: string, path: string, body: unknown = null): Promise<Data> {
    const reply = await this.call(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
    return (reply.json as { data: Data }).data;
  }

  /** A CIP; `over` replaces fields of the request. Answers `data`. */
  async createCip(over: Record<string, unknown> = {}): Promise<{ cip: number; cipUrl: string; dateExpiry: string }> {
    return this.ask('POST', '/v1/cips', this.createBody(over));
  }

  createBody(over: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      currency: 'PEN',
      amount: 129.9,
      transactionCode: 'A-1001',
      dateExpiry: formatLima(new Date(this.clock.now().getTime() + 24 * 3_600_000)),
      userEmail: 'rosa@example.pe',
      ...over,
    };
  }

  async search(...cips: unknown[]): Promise<Record<string, unknown>[]> {
    return this.ask('POST', '/v1/cips/search', { data: cips.map((cip) => ({ cip })) });
  }

  authorizationBody(over: Record<string, unknown> = {}): Record<string, unknown> {
    const { serviceId, accessKey } = sandboxCredentials;
    const dateRequest = formatLima(this.clock.now());
    const proof = hashString({ ...sandboxCredentials, dateRequest });
    return { accessKey, idService: Number(serviceId), dateRequest, hashString: proof, ...over };
  }

  /** One control-plane call; throws when it is refused. */
  async control<Result>(method: string, path: string, body: unknown = null): Promise<Result> {
    const reply = await this.send(method, `/sandbox${path}`, body === null ? null : JSON.stringify(body));
    if (reply.status >= 300) throw new Error(`${method} /sandbox${path} answered ${reply.status}: ${reply.text}`);
    return reply.json as Result;
  }

  pay(cip: number | string, body: Record<string, unknown> = {}): Promise<CipView> {
    return this.control('POST', `/cips/${cip}/pay`, body);
  }

  cip(cip: number | string): Promise<CipView> {
    return this.control('GET', `/cips/${cip}`);
  }

  fault(patch: { [K in keyof Faults]?: Faults[K] | null }): Promise<Faults> {
    return this.control('PUT', '/faults', patch);
  }

  advance(duration: string): Promise<unknown> {
    return this.control('PUT', '/clock', { advance: duration });
  }

  async requests(query = ''): Promise<{ data: RequestView[]; counts: Record<Operation, number> }> {
    return this.control('GET', `/requests${query}`);
  }

  /** Waits until the merchant has seen so many messages about the CIP, and answers them in order of arrival. */
  async notified(cip: number | string, count: number): Promise<ReceivedDelivery[]> {
    const about = () => this.messages(cip);
    await waitFor(() => about().length >= count, { what: `${count} messages about CIP ${cip}` });
    return about();
  }

  messages(cip: number | string): ReceivedDelivery[] {
    return this.merchant.deliveries.filter((delivery) => delivery.rawBody.includes(`"cip":"${cip}"`));
  }

  /** Waits until nothing about the CIP is to be sent any more. */
  async settled(cip: number | string): Promise<CipView> {
    return waitFor(
      async () => {
        const view = await this.cip(cip);
        const over = view.notifications.every((one) => one.nextAt === null && one.state !== 'waiting');
        // Something planned makes its message only when its time is looked at.
        return view.notifications.length > 0 && over && view;
      },
      { what: `the notifications of CIP ${cip} to be over` },
    );
  }

  client(over: { timeoutMs?: number } = {}): PagoEfectivoClient {
    return new PagoEfectivoClient({
      baseUrl: this.url,
      ...sandboxCredentials,
      now: () => this.clock.now(),
      timeoutMs: 5_000,
      ...over,
    });
  }

  draft(over: Partial<CipDraft> = {}): CipDraft {
    return {
      currency: 'PEN',
      amountMinor: 12_990n,
      transactionCode: 'A-1001-0123abcd',
      expiresAt: new Date(this.clock.now().getTime() + 24 * 3_600_000),
      user: { email: 'rosa@example.pe' },
      ...over,
    };
  }

  /** A token that is still good by the sandbox's clock. */
  async bearer(): Promise<string> {
    if (this.token === null || this.token.expiresAt <= this.clock.now().getTime() + 1_000) {
      const body = this.authorizationBody();
      const data = await this.ask<{ token: string; tokenExpires: string }>('POST', '/v1/authorizations', body);
      this.token = { text: data.token, expiresAt: Date.parse(data.tokenExpires) };
    }
    return this.token.text;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
