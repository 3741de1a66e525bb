import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { nextAttemptAt } from '../outbox/delivery-schedule.js';
import type { WebhookAnswer, WebhookSender } from '../outbox/webhook-sender.js';
import { isAcknowledged } from '../outbox/webhook-sender.js';

/** Where alerts go (ALERT_WEBHOOK_URL), and the `whsec_…` secrets that sign them (ALERT_WEBHOOK_SECRET, and the one before). */
export interface AlertWebhook {
  readonly url: string;
  readonly secrets: readonly string[];
}

export interface AlertDeliveryOptions {
  /** Null: nobody is told, and messages wait for three days for a webhook to be set. */
  readonly webhook: AlertWebhook | null;
  readonly onOutcome?: (outcome: AlertMessageOutcome, answer: WebhookAnswer) => void;
}

export type AlertMessageOutcome = 'delivered' | 'retry' | 'failed' | 'superseded';

interface ClaimedMessage {
  readonly id: string;
  readonly body: string;
  readonly attempt: number;
}

const LIMIT = 10;
/** Much longer than a send may take, so that only a sender that died loses its claim. */
const LEASE_MS = 60_000;
/** News that nobody could be told for this long is none; the alert itself stays in the console. */
const WORTH_TELLING_MS = 3 * 24 * 60 * 60_000;

/** Brings messages about alerts to the operator's webhook: signed, retried for about three days, in order per alert. */
export class AlertDelivery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sender: Pick<WebhookSender, 'send'>,
    private readonly clock: Clock,
    private readonly options: AlertDeliveryOptions,
    private readonly chance: () => number = Math.random,
  ) {}

  /** Sends what is due. Returns how many it sent; 0 without a webhook. */
  async sendDue(): Promise<number> {
    const { webhook } = this.options;
    if (!webhook) return 0;
    await this.giveUpOldNews();
    const claimed = await this.claim();
    await Promise.all(claimed.map((message) => this.send(webhook, message)));
    return claimed.length;
  }

  private async send(webhook: AlertWebhook, message: ClaimedMessage): Promise<void> {
    const { id, body } = message;
    const answer = await this.sender.send({ id, url: webhook.url, body, secrets: webhook.secrets });
    const outcome = await this.record(message, answer);
    this.options.onOutcome?.(outcome, answer);
  }

  /** An acknowledgement counts even from a sender that lost its claim. */
  private async record(message: ClaimedMessage, answer: WebhookAnswer): Promise<AlertMessageOutcome> {
    const now = this.clock.now();
    if (isAcknowledged(answer)) {
      const [, count] = await this.dataSource.query<[unknown[], number]>(
        `update alert_message set status = 'delivered', delivered_at = $2, next_at = null, lease_until = null,
           last_status = $3, last_error = null where id = $1 and status = 'pending'`,
        [message.id, now, answer.httpStatus],
      );
      return count === 1 ? 'delivered' : 'superseded';
    }
    const nextAt = nextAttemptAt({
      attempts: message.attempt,
      eventType: 'alert.raised',
      now,
      retryAfterMs: answer.retryAfterMs,
      chance: this.chance(),
    });
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `update alert_message set status = $3, next_at = $4, lease_until = null, last_status = $5, last_error = $6
       where id = $1 and status = 'pending' and attempts = $2`,
      [message.id, message.attempt, nextAt ? 'pending' : 'failed', nextAt, answer.httpStatus, answer.error],
    );
    if (count !== 1) return 'superseded';
    return nextAt ? 'retry' : 'failed';
  }

  private async claim(): Promise<ClaimedMessage[]> {
    const [rows] = await this.dataSource.query<[ClaimedMessage[], number]>(CLAIM, [this.clock.now(), LIMIT, LEASE_MS]);
    return rows;
  }

  /** What was written while no webhook was set. */
  private async giveUpOldNews(): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.query(
      `update alert_message set status = 'failed', next_at = null, last_error = 'No webhook was set in time.'
       where status = 'pending' and attempts = 0 and next_at <= $1 and created_at <= $1`,
      [new Date(now.getTime() - WORTH_TELLING_MS)],
    );
  }
}

/** $1 now, $2 limit, $3 lease in ms. A message waits for the earlier ones of its alert: nobody hears the end first. */
const CLAIM = `
  with due as (
    select m.id from alert_message m
    where m.status = 'pending' and m.next_at <= $1 and (m.lease_until is null or m.lease_until <= now())
      and not exists (
        select 1 from alert_message earlier
        where earlier.alert_id = m.alert_id and earlier.turn < m.turn and earlier.status = 'pending'
      )
    order by m.next_at limit $2 for update skip locked
  )
  update alert_message m set attempts = m.attempts + 1, lease_until = now() + $3 * interval '1 millisecond'
  from due where m.id = due.id
  returning m.id, m.body, m.attempts as attempt`;
