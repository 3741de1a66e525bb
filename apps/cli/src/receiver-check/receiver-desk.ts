import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { type ProbeEvent, ProbeEvents } from './probe-events.js';
import type { LineAnswer, Message, ReceiverLine } from './receiver-line.js';
import type { ShipmentCount } from './shipment-count.js';

const LOOK_EVERY_MS = 50;

export interface ReceiverDeskParts {
  readonly line: ReceiverLine;
  /** `whsec_…` that the receiver knows. */
  readonly secret: string;
  readonly shipments: ShipmentCount | null;
  /** How long the receiver may take from its answer to the shipment. */
  readonly shipsWithinMs: number;
  readonly now: () => Date;
}

/** How a message is signed; as it should be where nothing is said. */
export interface Signing {
  readonly secret?: string;
  /** Seconds from now, to either side. */
  readonly skewSeconds?: number;
  /** The whole header in place of the signature. */
  readonly signature?: (good: string) => string | null;
}

/** What a check may do with the receiver. */
export class ReceiverDesk {
  readonly events: ProbeEvents;
  /** Every order that was sent, with how often it must have been shipped at the end. */
  readonly expected = new Map<string, number>();

  constructor(private readonly parts: ReceiverDeskParts) {
    this.events = new ProbeEvents(parts.now);
  }

  send(event: ProbeEvent, signing: Signing = {}): Promise<LineAnswer> {
    return this.parts.line.send(this.sign(event, signing));
  }

  cut(event: ProbeEvent, afterMs: number): Promise<void> {
    return this.parts.line.cutAfter(this.sign(event, {}), afterMs);
  }

  /** A message that is signed as it was, and whose body is another one. */
  sendTampered(event: ProbeEvent, body: string): Promise<LineAnswer> {
    return this.parts.line.send({ ...this.sign(event, {}), body });
  }

  /** Sends again until it is acknowledged, as deliveries do; the last answer. */
  async deliver(event: ProbeEvent, tries = 5): Promise<LineAnswer> {
    let answer = await this.send(event);
    for (let count = 1; count < tries && !isAcknowledged(answer); count += 1) {
      await pause(LOOK_EVERY_MS * count);
      answer = await this.send(event);
    }
    return answer;
  }

  /** Waits until the order is shipped, no longer than a receiver may take; how often it was, null where nobody tells. */
  async awaitShipment(orderId: string): Promise<number | null> {
    const { shipments, shipsWithinMs } = this.parts;
    if (shipments === null) return null;
    const endsAt = performance.now() + shipsWithinMs;
    for (;;) {
      const count = await shipments(orderId);
      if (count !== 0 || performance.now() >= endsAt) return count;
      await pause(LOOK_EVERY_MS);
    }
  }

  async shipmentsOf(orderId: string): Promise<number | null> {
    return this.parts.shipments === null ? null : this.parts.shipments(orderId);
  }

  private sign(event: ProbeEvent, { secret = this.parts.secret, skewSeconds = 0, signature }: Signing): Message {
    const sentAt = new Date(this.parts.now().getTime() + skewSeconds * 1000);
    const good = new Webhook(secret).sign(event.id, sentAt, event.body);
    const header = signature ? signature(good) : good;
    return {
      body: event.body,
      headers: {
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        ...(header === null ? {} : { 'webhook-signature': header }),
      },
    };
  }
}

export function isAcknowledged({ status }: LineAnswer): boolean {
  return status !== null && status >= 200 && status < 300;
}
