import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../accounts/audit-log.js';
import type { Clock } from '../clock.port.js';
import { canonicalJson } from '../json.js';
import { historyDataDigest } from '../orders/history-digest.js';

/** Stands where an e-mail stood; `.invalid` reaches nobody (RFC 2606). */
export const ERASED_EMAIL = 'erased@personal-data.invalid';
const ERASED_TEXT = '[erased]';

/** What still needs the person's data, so that they must stay for now. */
export type ErasureObstacle = 'open' | 'case_open' | 'refund_open' | 'delivery_pending';

export interface ErasedPayment {
  readonly paymentId: string;
  readonly orderId: string;
  readonly outcome: 'erased' | 'already' | ErasureObstacle;
}

interface Candidate {
  readonly id: string;
  readonly order_id: string;
  readonly erased_at: Date | null;
  readonly obstacle: ErasureObstacle | null;
}

const OBSTACLE = `case
  when p.state in ('created', 'pending', 'expiring') then 'open'
  when exists (select 1 from review_case c where c.payment_id = p.id and c.state = 'open') then 'case_open'
  when exists (select 1 from refund r where r.payment_id = p.id and r.state in ('requested', 'approved', 'sent')) then 'refund_open'
  when exists (select 1 from outbox_event e where e.payment_id = p.id and e.position is null)
    or exists (select 1 from outbox_event e join delivery d on d.event_id = e.id where e.payment_id = p.id and d.status = 'pending')
    then 'delivery_pending'
  end`;

/**
 * Erases what tells who a shopper is (Ley 29733, the right of cancellation): the customer and metadata of a payment,
 * their copies in its events and stored answers, what endpoints answered, what operators wrote about it, and where its
 * refunds went. Amounts, CIPs, states and the history's chain stay: they are the merchant's books and name nobody.
 */
export class PersonalData {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** Payments whose customer has this e-mail address, in any letter case. Reads every payment: for a person's request. */
  async findByEmail(email: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select id from payment where lower(customer->>'email') = lower($1) order by id`,
      [email],
    );
    return rows.map((row) => row.id);
  }

  /** Each payment in a transaction of its own; what cannot be erased yet says why and is left as it is. */
  async erase(paymentIds: readonly string[], actor: string): Promise<ErasedPayment[]> {
    const outcomes: ErasedPayment[] = [];
    for (const paymentId of paymentIds) {
      const outcome = await this.dataSource.transaction((manager) => this.eraseOne(manager, paymentId, actor));
      if (outcome) outcomes.push(outcome);
    }
    return outcomes;
  }

  /** What `erase` would come to now, without doing it. */
  async judge(paymentIds: readonly string[]): Promise<ErasedPayment[]> {
    const rows = await this.dataSource.query<Candidate[]>(
      `select p.id, p.order_id, p.erased_at, ${OBSTACLE} as obstacle from payment p where p.id = any($1) order by p.id`,
      [paymentIds],
    );
    return rows.map((row) => ({ paymentId: row.id, orderId: row.order_id, outcome: outcomeOf(row) }));
  }

  private async eraseOne(manager: EntityManager, paymentId: string, actor: string): Promise<ErasedPayment | null> {
    const [payment] = await manager.query<Candidate[]>(
      `select p.id, p.order_id, p.erased_at, ${OBSTACLE} as obstacle from payment p where p.id = $1 for update`,
      [paymentId],
    );
    if (!payment) return null;
    const subject = { paymentId, orderId: payment.order_id };
    const outcome = outcomeOf(payment);
    if (outcome !== 'erased') return { ...subject, outcome };
    for (const [statement, parameters] of this.statements(paymentId)) await manager.query(statement, parameters);
    await this.eraseEvents(manager, paymentId);
    await this.eraseAnswers(manager, paymentId);
    await this.eraseHistory(manager, paymentId);
    await this.audit.record({ actor, action: 'personal_data.erased', subject: paymentId }, manager);
    return { ...subject, outcome };
  }

  private statements(paymentId: string): [string, unknown[]][] {
    return [
      [
        `update payment set customer = jsonb_build_object('email', $2::text), metadata = '{}', erased_at = $3 where id = $1`,
        [paymentId, ERASED_EMAIL, this.clock.now()],
      ],
      [
        `update delivery_attempt set response = null where delivery_id in
           (select d.id from delivery d join outbox_event e on e.id = d.event_id where e.payment_id = $1)`,
        [paymentId],
      ],
      [
        `update refund set destination_ciphertext = null, destination_kind = null, destination_bank = null,
           destination_tail = null, destination_by = null, reason = $2,
           end_reason = case when end_reason is null then null else $2 end where payment_id = $1`,
        [paymentId, ERASED_TEXT],
      ],
      // The digest stays: whoever has the bank's slip can still show that it was this one.
      [
        `update refund_evidence set content = '', name = $2 where refund_id in (select id from refund where payment_id = $1)`,
        [paymentId, ERASED_TEXT],
      ],
      [
        `update review_case set reason = case when reason is null then null else $2 end where payment_id = $1`,
        [paymentId, ERASED_TEXT],
      ],
      [`update gateway_call set request = null, response = null where payment_id = $1`, [paymentId]],
    ];
  }

  /** The body of an event is frozen text: it is parsed, the person taken out, and written as it would have been. */
  private async eraseEvents(manager: EntityManager, paymentId: string): Promise<void> {
    const events = await manager.query<{ id: string; body: string }[]>(
      'select id, body from outbox_event where payment_id = $1',
      [paymentId],
    );
    for (const { id, body } of events) {
      const event: unknown = JSON.parse(body);
      const data = memberOf(event, 'data');
      const payment = memberOf(data, 'payment');
      if (!isObject(payment)) throw new Error(`event ${id} has no payment in it`);
      forgetCustomer(payment);
      for (const about of [memberOf(data, 'case'), memberOf(data, 'refund')]) forgetReason(about);
      await manager.query('update outbox_event set body = $2 where id = $1', [id, JSON.stringify(event)]);
    }
  }

  /** Answers kept for their keys: a repeated request gets the payment without the person. */
  private async eraseAnswers(manager: EntityManager, paymentId: string): Promise<void> {
    const answers = await manager.query<{ shop_id: string; key: string; response_body: string }[]>(
      'select shop_id, key, response_body from idempotency_key where payment_id = $1 and response_body is not null',
      [paymentId],
    );
    for (const { shop_id: shopId, key, response_body: body } of answers) {
      const answer: unknown = JSON.parse(body);
      if (!isObject(answer)) continue;
      if (answer['object'] === 'refund') Object.assign(answer, { reason: ERASED_TEXT, destination: null });
      else if ('customer' in answer) forgetCustomer(answer);
      else continue;
      await manager.query('update idempotency_key set response_body = $3 where shop_id = $1 and key = $2', [
        shopId,
        key,
        JSON.stringify(answer),
      ]);
    }
  }

  /** What a person wrote as a reason goes; the digest of what stood there holds the chain together. */
  private async eraseHistory(manager: EntityManager, paymentId: string): Promise<void> {
    const rows = await manager.query<{ sequence: number; data: Record<string, unknown> }[]>(
      `select sequence, data from payment_event where payment_id = $1 and data ? 'reason' and data_digest is null`,
      [paymentId],
    );
    for (const { sequence, data } of rows) {
      await manager.query(
        `update payment_event set data = data || jsonb_build_object('reason', $3::text), data_digest = $4
         where payment_id = $1 and sequence = $2`,
        [paymentId, sequence, ERASED_TEXT, historyDataDigest(canonicalJson(data))],
      );
    }
  }
}

function outcomeOf(candidate: Candidate): ErasedPayment['outcome'] {
  return candidate.erased_at === null ? (candidate.obstacle ?? 'erased') : 'already';
}

function forgetCustomer(payment: Record<string, unknown>): void {
  payment['customer'] = { email: ERASED_EMAIL };
  payment['metadata'] = {};
}

/** What a person wrote about a case or a refund. */
function forgetReason(about: unknown): void {
  if (isObject(about) && typeof about['reason'] === 'string') about['reason'] = ERASED_TEXT;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
