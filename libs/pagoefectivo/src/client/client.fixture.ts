import type { CipDraft } from './cip.js';
import type { GatewayCallRecord } from './gateway-call.js';
import { PagoEfectivoClient, type PagoEfectivoClientOptions } from './pagoefectivo-client.js';
import { type Reply, ScriptedGateway, success, text } from './scripted-gateway.fixture.js';

export const MINUTE_MS = 60_000;

export const credentials = {
  serviceId: '1234',
  accessKey: 'EXAMPLEACCESSKEY0001',
  secretKey: 'exampleSecretKey/0000+AB',
};

export const draft: CipDraft = {
  currency: 'PEN',
  amountMinor: 12_990n,
  transactionCode: 'A-1001-k3v9x2ab',
  expiresAt: new Date('2026-11-23T18:30:00-05:00'),
  user: { email: 'rosa@example.pe', firstName: 'Rosa' },
};

export const createdData = {
  cip: 213803274,
  currency: 'PEN',
  amount: 129.9,
  transactionCode: draft.transactionCode,
  dateExpiry: '2026-11-23T18:30:00-05:00',
  cipUrl: 'https://payment.pagoefectivo.pe/AB803C1C-3266-4CFF-A236-4D9DD5AD260A.html',
};

export const createdCip = success(createdData, 201);
export const unauthorized: Reply = (response) => text(response, 401, '');
export const reset: Reply = (response) => void response.socket?.destroy();

/** A gateway, a clock that both sides share, a client, and the records of its calls. */
export class ClientFixture {
  nowMs = new Date('2026-11-22T18:30:00-05:00').getTime();
  readonly now = () => new Date(this.nowMs);
  readonly gateway = new ScriptedGateway(this.now);
  readonly records: GatewayCallRecord[] = [];
  readonly #clients: PagoEfectivoClient[] = [];
  #client: PagoEfectivoClient | null = null;

  static async start(): Promise<ClientFixture> {
    const fixture = new ClientFixture();
    await fixture.gateway.start();
    return fixture;
  }

  get client(): PagoEfectivoClient {
    this.#client ??= this.createClient();
    return this.#client;
  }

  createClient(options: Partial<PagoEfectivoClientOptions> = {}): PagoEfectivoClient {
    const client = new PagoEfectivoClient({
      baseUrl: this.gateway.baseUrl,
      ...credentials,
      now: this.now,
      timeoutMs: 20_000,
      onCall: (record) => void this.records.push(record),
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.gateway.stop();
  }
}
