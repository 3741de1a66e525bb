import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { waitFor } from './wait-for.js';

/** What the merchant's system does with a request; 200 at once when nothing is said. */
export interface ReceiverBehaviour {
  status?: number;
  delayMs?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Reads the request and never answers. */
  hang?: boolean;
  /** Cuts the connection instead of answering. */
  drop?: boolean;
}

/** One request as it arrived. */
export interface ReceivedDelivery {
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: string;
  /** `webhook-id`, empty when there was none. */
  id: string;
  /** The parsed body when the signature is good under one of the trusted secrets, null otherwise. */
  event: ReceivedEvent | null;
  /** What the verifying library said, null when it was content. */
  refusal: string | null;
  /** Status that was answered; null when the receiver hung up or never answers. */
  answered: number | null;
}

/** The body of an event, as far as every event is alike. */
export interface ReceivedEvent {
  id: string;
  type: string;
  sequence: number;
  livemode: boolean;
  timestamp: string;
  data: Record<string, unknown>;
}

/** The merchant's ERP: a real HTTP server that takes deliveries and verifies them with the `standardwebhooks` library. */
export interface MerchantReceiver {
  readonly url: string;
  /** Every request, in order of arrival. */
  readonly deliveries: readonly ReceivedDelivery[];
  /** What the ERP acted on: each verified event once, by `webhook-id`, in the order in which it was first answered 2xx. */
  readonly events: readonly ReceivedEvent[];
  /** Accepts signatures under this `whsec_…` secret, besides earlier ones. */
  trust(secret: string): void;
  /** Forgets a secret, as a merchant does after a rotation. */
  distrust(secret: string): void;
  /** Behaviour of the next requests, one each. */
  next(...behaviours: ReceiverBehaviour[]): void;
  /** Behaviour of every request that `next` does not cover. */
  always(behaviour: ReceiverBehaviour): void;
  /** Waits until the ERP acted on an event of this type (about this order), and answers it. */
  waitForEvent(type: string, orderId?: string): Promise<ReceivedEvent>;
  close(): Promise<void>;
}

export interface MerchantReceiverOptions {
  /** The merchant's clock, where the product runs on a moved one; the machine's when absent. */
  now?: () => Date;
}

export async function merchantReceiver(options: MerchantReceiverOptions = {}): Promise<MerchantReceiver> {
  const receiver = new HttpReceiver(options.now);
  await receiver.listen();
  return receiver;
}

class HttpReceiver implements MerchantReceiver {
  readonly deliveries: ReceivedDelivery[] = [];
  readonly #acted = new Map<string, ReceivedEvent>();
  readonly #secrets = new Set<string>();
  readonly #server: Server = createServer((request, response) => void this.#receive(request, response));
  #script: ReceiverBehaviour[] = [];
  #usual: ReceiverBehaviour = {};
  #port = 0;

  constructor(private readonly now: (() => Date) | undefined) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}/webhooks`;
  }

  get events(): readonly ReceivedEvent[] {
    return [...this.#acted.values()];
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = portOf(this.#server.address());
  }

  trust(secret: string): void {
    this.#secrets.add(secret);
  }

  distrust(secret: string): void {
    this.#secrets.delete(secret);
  }

  next(...behaviours: ReceiverBehaviour[]): void {
    this.#script.push(...behaviours);
  }

  always(behaviour: ReceiverBehaviour): void {
    this.#usual = behaviour;
  }

  waitForEvent(type: string, orderId?: string): Promise<ReceivedEvent> {
    const about = orderId === undefined ? '' : ` about order ${orderId}`;
    return waitFor(
      () => this.events.find((event) => event.type === type && (orderId === undefined || orderOf(event) === orderId)),
      {
        what: () =>
          `${type}${about} at the merchant, which has ${this.events.map((event) => event.type).join(', ') || 'nothing'}`,
      },
    );
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rawBody = await read(request).catch(() => null);
    if (rawBody === null) return;
    const behaviour = this.#script.shift() ?? this.#usual;
    const answered = behaviour.hang || behaviour.drop ? null : (behaviour.status ?? 200);
    const delivery = { ...this.#verify(request, rawBody), answered };
    this.deliveries.push(delivery);
    if (behaviour.delayMs) await pause(behaviour.delayMs);
    if (behaviour.drop) request.socket.destroy();
    if (answered === null) return;
    if (delivery.event && answered < 300 && !this.#acted.has(delivery.id)) this.#acted.set(delivery.id, delivery.event);
    response.writeHead(answered, behaviour.headers).end(behaviour.body ?? '');
  }

  #verify(request: IncomingMessage, rawBody: string): Omit<ReceivedDelivery, 'answered'> {
    const { url: path = '', headers } = request;
    const signed: SignedHeaders = {
      'webhook-id': String(headers['webhook-id'] ?? ''),
      'webhook-timestamp': String(headers['webhook-timestamp'] ?? ''),
      'webhook-signature': String(headers['webhook-signature'] ?? ''),
    };
    const seen = { path, headers, rawBody, id: signed['webhook-id'] };
    let refusal = 'No secret is trusted yet';
    for (const secret of this.#secrets) {
      try {
        const event = verify({ secret, rawBody, signed, now: this.now });
        return isEvent(event) ? { ...seen, event, refusal: null } : { ...seen, event: null, refusal: 'Not an event' };
      } catch (error) {
        refusal = error instanceof Error ? error.message : String(error);
      }
    }
    return { ...seen, event: null, refusal };
  }
}

interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** The library judges the timestamp by the machine's clock; under another clock only the signature is left to it. */
function verify(input: {
  secret: string;
  rawBody: string;
  signed: SignedHeaders;
  now: (() => Date) | undefined;
}): unknown {
  const { secret, rawBody, signed, now } = input;
  const webhook = new Webhook(secret);
  if (!now) return webhook.verify(rawBody, { ...signed });
  const sentAt = new Date(Number(signed['webhook-timestamp']) * 1000);
  if (!(Math.abs(sentAt.getTime() - now().getTime()) <= TOLERANCE_MS))
    throw new Error('Message timestamp too old or too new');
  const expected = webhook.sign(signed['webhook-id'], sentAt, rawBody);
  if (!signed['webhook-signature'].split(' ').includes(expected)) throw new Error('No matching signature found');
  return JSON.parse(rawBody);
}

/** What the Standard Webhooks library allows. */
const TOLERANCE_MS = 5 * 60_000;

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function isEvent(value: unknown): value is ReceivedEvent {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'data' in value;
}

function orderOf({ data }: ReceivedEvent): unknown {
  const { payment } = data;
  return typeof payment === 'object' && payment !== null && 'orderId' in payment ? payment.orderId : undefined;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.');
  return address.port;
}
