import { readFile, rm } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { PaymentView } from '#payments';
import { temporaryDataDirectory } from '#platform';
import type { Storefront } from '#storefront';
import { startStorefront } from '#storefront';
import { RecordedLog } from '#testing';
import { FLOW_API_KEY, Product } from './product.js';
import { Shopper } from './shopper.js';

/** An event as Chasqui would write it about this payment. */
export interface WrittenEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly livemode: false;
  readonly sequence: number;
  readonly data: { readonly payment: PaymentView; readonly stockReleased: boolean };
}

/** The example storefront before a product, with a line between them that can be cut. */
export class StorefrontStand {
  readonly log = new RecordedLog();
  private shop: Storefront | null = null;

  private constructor(
    readonly product: Product,
    readonly dataDir: string,
    private readonly line: Line,
  ) {}

  static async open(product: Product): Promise<StorefrontStand> {
    return new StorefrontStand(product, await temporaryDataDirectory(), await openLine(product.urls.checkout));
  }

  async start(
    change: { backOfficePassword?: string; host?: string; port?: number; publicUrl?: string } = {},
  ): Promise<Shopper> {
    this.shop = await startStorefront({
      host: '127.0.0.1',
      port: 0,
      chasquiUrl: this.line.url,
      apiKey: FLOW_API_KEY,
      dataDir: this.dataDir,
      log: this.log,
      ...change,
    });
    return this.shopper();
  }

  get url(): string {
    return (this.shop?.url ?? '').replace('localhost', '127.0.0.1');
  }

  shopper(): Shopper {
    return new Shopper(this.url);
  }

  /** While it is cut, requests arrive and answers are lost; while it hangs, they never come. */
  setLine(state: LineState): void {
    this.line.state = state;
  }

  async stop(): Promise<void> {
    await this.shop?.close();
    this.shop = null;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.line.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Lines of one of the shop's journals. */
  async journal<Entry>(name: 'orders' | 'events' | 'shipments'): Promise<Entry[]> {
    const text = await readFile(join(this.dataDir, `${name}.jsonl`), 'utf8');
    return text
      .split('\n')
      .filter((entry) => entry !== '')
      .map((entry) => JSON.parse(entry) as Entry);
  }

  async payments(orderId: string): Promise<PaymentView[]> {
    return (await this.product.api<{ data: PaymentView[] }>('GET', `/v1/payments?orderId=${orderId}`)).body.data;
  }

  /** Delivers as Chasqui does, signed with the shop's secret or another one. */
  async deliver(event: WrittenEvent, how: { secret?: string } = {}): Promise<number> {
    const known = JSON.parse(await readFile(join(this.dataDir, 'endpoint.json'), 'utf8')) as { secret: string };
    const body = JSON.stringify(event);
    const now = new Date();
    const response = await fetch(`${this.url}/webhooks/chasqui`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(how.secret ?? known.secret).sign(event.id, now, body),
      },
    });
    return response.status;
  }
}

/** An event about a payment, with what it changes. */
export function writtenEvent(
  payment: PaymentView,
  about: { id: string; type: string; sequence: number; change?: Partial<PaymentView> },
): WrittenEvent {
  return {
    id: about.id,
    type: about.type,
    timestamp: payment.updatedAt,
    livemode: false,
    sequence: about.sequence,
    data: { payment: { ...payment, ...about.change }, stockReleased: about.change?.stock === 'released' },
  };
}

type LineState = 'open' | 'cut' | 'hanging';

interface Line {
  readonly url: string;
  state: LineState;
  close(): Promise<void>;
}

/** A proxy that loses answers on demand: what was asked has happened, and nobody hears of it. */
async function openLine(target: string): Promise<Line> {
  const server = createServer((incoming, outgoing) => {
    const forwarded = httpRequest(`${target}${incoming.url ?? ''}`, {
      method: incoming.method,
      headers: incoming.headers,
    });
    forwarded.on('response', (answer) => {
      if (line.state !== 'open') {
        answer.resume();
        if (line.state === 'cut') answer.on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: Line = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: 'open',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return line;
}
