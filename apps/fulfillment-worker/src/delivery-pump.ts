import { toWebhookMessage } from '#payments';
import type {
  ClaimedDelivery,
  Deliveries,
  DeliveryOutcome,
  SecretSealer,
  WebhookAnswer,
  WebhookMessage,
  WebhookSender,
} from '#payments';
import type { Log } from '#platform';

/** Sends under way in one process. How many go to one endpoint is the endpoint's own, whatever process sends them. */
const UNDERWAY_LIMIT = 128;
/** Of them retries: receivers that hang, however many, leave room for what was never tried. */
const RETRY_LIMIT = 96;
const LOOK_AGAIN_MS = 50;

export interface DeliveryPumpParts {
  readonly deliveries: Pick<Deliveries, 'claim' | 'record'>;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly sealer: Pick<SecretSealer, 'open'>;
  readonly log: Log;
  readonly onOutcome?: (outcome: DeliveryOutcome, answer: WebhookAnswer) => void;
}

/**
 * Keeps sends under way. A claim begins sends and does not wait for them, so that one slow endpoint holds up neither
 * the next look nor the others; each send that ends makes room, and says so to `onRoom`, as does an endpoint that another
 * process was just claiming for.
 */
export class DeliveryPump {
  private readonly underway = new Set<Promise<void>>();
  private retries = 0;

  constructor(private readonly parts: DeliveryPumpParts) {}

  /** Claims what fits beside the sends under way and begins to send it. Returns how many it began. */
  async fill(onRoom: () => void): Promise<number> {
    const limit = UNDERWAY_LIMIT - this.underway.size;
    if (limit <= 0) return 0;
    const claimed = await this.parts.deliveries.claim({
      limit,
      retryLimit: Math.max(0, RETRY_LIMIT - this.retries),
      // Not at once: whoever holds the endpoint is done in a moment.
      onLeft: () => void setTimeout(onRoom, LOOK_AGAIN_MS),
    });
    for (const delivery of claimed) this.begin(delivery, onRoom);
    return claimed.length;
  }

  hasRoom(): boolean {
    return this.underway.size < UNDERWAY_LIMIT;
  }

  /** Resolves when every send under way has ended and is recorded. */
  async drain(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  private begin(delivery: ClaimedDelivery, onRoom: () => void): void {
    const isRetry = delivery.attempt > 1;
    if (isRetry) this.retries += 1;
    const sending = this.deliver(delivery).finally(() => {
      if (isRetry) this.retries -= 1;
      this.underway.delete(sending);
      onRoom();
    });
    this.underway.add(sending);
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
    let message: WebhookMessage;
    try {
      message = toWebhookMessage({ id: delivery.eventId, body: delivery.body }, delivery, this.parts.sealer);
    } catch (error) {
      // An attempt that failed, so that one endpoint's lost key stops nobody else and is seen where deliveries are.
      const reason = error instanceof Error ? error.message : String(error);
      const failure = `the endpoint's secret could not be opened: ${reason}`;
      return { httpStatus: null, response: null, error: failure, retryAfterMs: null, durationMs: 0 };
    }
    return this.parts.sender.send(message);
  }
}
