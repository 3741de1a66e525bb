import type {
  ClaimedDelivery,
  Deliveries,
  DeliveryOutcome,
  SecretSealer,
  WebhookAnswer,
  WebhookSender,
} from '#payments';
import type { Log } from '#platform';

/** Sends under way in one process. */
const UNDERWAY_LIMIT = 32;
/** And to one endpoint: an ERP that is slow must neither be flooded nor keep others waiting. */
const PER_ENDPOINT_LIMIT = 4;

export interface DeliveryPumpParts {
  readonly deliveries: Pick<Deliveries, 'claim' | 'record'>;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly sealer: Pick<SecretSealer, 'open'>;
  readonly log: Log;
  readonly onOutcome?: (outcome: DeliveryOutcome, answer: WebhookAnswer) => void;
}

/**
 * Keeps sends under way. A claim begins sends and does not wait for them, so that one slow endpoint holds up neither
 * the next look nor the others; each send that ends makes room, and says so to `onRoom`.
 */
export class DeliveryPump {
  private readonly underway = new Set<Promise<void>>();
  private readonly perEndpoint = new Map<string, number>();

  constructor(private readonly parts: DeliveryPumpParts) {}

  /** Claims what fits beside the sends under way and begins to send it. Returns how many it began. */
  async fill(onRoom: () => void): Promise<number> {
    const limit = UNDERWAY_LIMIT - this.underway.size;
    if (limit <= 0) return 0;
    const claimed = await this.parts.deliveries.claim({
      limit,
      perEndpoint: PER_ENDPOINT_LIMIT,
      underway: this.perEndpoint,
    });
    for (const delivery of claimed) this.begin(delivery, onRoom);
    return claimed.length;
  }

  /** Resolves when every send under way has ended and is recorded. */
  async drain(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  private begin(delivery: ClaimedDelivery, onRoom: () => void): void {
    this.count(delivery.endpointId, 1);
    const sending = this.deliver(delivery).finally(() => {
      this.count(delivery.endpointId, -1);
      this.underway.delete(sending);
      onRoom();
    });
    this.underway.add(sending);
  }

  private count(endpointId: string, change: 1 | -1): void {
    const count = (this.perEndpoint.get(endpointId) ?? 0) + change;
    if (count > 0) this.perEndpoint.set(endpointId, count);
    else this.perEndpoint.delete(endpointId);
  }

  /** Never rejects: a delivery whose outcome could not be written is claimed again when its lease ends. */
  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { id: deliveryId, eventId, eventType, endpointId, attempt } = delivery;
    const about = { deliveryId, eventId, eventType, endpointId, attempt };
    try {
      const answer = await this.send(delivery);
      const outcome = await this.parts.deliveries.record(delivery, answer);
      this.parts.onOutcome?.(outcome, answer);
      const told = {
        ...about,
        outcome,
        httpStatus: answer.httpStatus,
        error: answer.error,
        durationMs: answer.durationMs,
      };
      if (outcome === 'delivered') this.parts.log.info(told, 'event delivered');
      else this.parts.log.warn(told, 'event not delivered');
    } catch (error) {
      this.parts.log.error(
        { ...about, err: error },
        'the outcome of a delivery could not be recorded; it will be sent again',
      );
    }
  }

  private async send(delivery: ClaimedDelivery): Promise<WebhookAnswer> {
    const { eventId: id, url, body } = delivery;
    let secrets: string[];
    try {
      secrets = delivery.sealedSecrets.map((sealed) => this.parts.sealer.open(sealed));
    } catch (error) {
      // An attempt that failed, so that one endpoint's lost key stops nobody else and is seen where deliveries are.
      const reason = error instanceof Error ? error.message : String(error);
      const failure = `the endpoint's secret could not be opened: ${reason}`;
      return { httpStatus: null, response: null, error: failure, retryAfterMs: null, durationMs: 0 };
    }
    return this.parts.sender.send({ id, url, body, secrets });
  }
}
