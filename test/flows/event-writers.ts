import pg from 'pg';
import { DEFAULT_SHOP_ID, newId } from '#payments';
import { waitFor } from '#testing';
import { committedDescription } from '../contract/api-contract.js';

export interface EventWritersOptions {
  readonly databaseUrl: string;
  readonly connections: number;
  readonly payments: number;
}

const BEGAN_AT = new Date('2026-11-22T23:00:00.000Z');
/** Of eight tries one is taken back. */
const ROLLBACK_SHARE = 0.125;

/** Connections that write events as the ledger does: numbered under the payment's lock, and committed in any order. */
export class EventWriters {
  readonly shopId = DEFAULT_SHOP_ID;
  /** How many transactions were rolled back after they had written. */
  rolledBack = 0;
  /** How many committed although one that wrote later had committed before. */
  overtaken = 0;
  expected = Number.POSITIVE_INFINITY;
  allNumbered = false;
  private begun = 0;
  private newestCommitted = 0;
  private readonly paymentIds: string[] = [];
  private readonly bodies = exampleEvents();

  private constructor(private readonly pool: pg.Pool) {}

  static async open({ databaseUrl, connections, payments }: EventWritersOptions): Promise<EventWriters> {
    const writers = new EventWriters(new pg.Pool({ connectionString: databaseUrl, max: connections }));
    for (let count = 0; count < payments; count += 1) await writers.addPayment();
    return writers;
  }

  /** Writes so many events of each payment from all connections at once. Resolves with the ids that were committed. */
  async write({ eventsEach }: { eventsEach: number }): Promise<ReadonlySet<string>> {
    this.expected = this.paymentIds.length * eventsEach;
    const open = new Map(this.paymentIds.map((id) => [id, eventsEach]));
    const written = new Set<string>();
    const work = async (): Promise<void> => {
      for (;;) {
        const paymentId = anyOf([...open.keys()]);
        if (paymentId === undefined) return;
        const left = (open.get(paymentId) ?? 0) - 1;
        if (left > 0) open.set(paymentId, left);
        else open.delete(paymentId);
        written.add(await this.commitOne(paymentId));
      }
    };
    await Promise.all(Array.from({ length: this.pool.options.max ?? 1 }, work));
    return written;
  }

  async waitUntilNumbered(): Promise<void> {
    await waitFor(
      async () => (await this.pool.query('select 1 from outbox_event where position is null limit 1')).rowCount === 0,
      { what: 'every event to get its position', timeoutMs: 60_000 },
    );
    this.allNumbered = true;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Again and again until it is not taken back. */
  private async commitOne(paymentId: string): Promise<string> {
    for (;;) {
      const id = await this.tryOne(paymentId);
      if (id !== null) return id;
      this.rolledBack += 1;
    }
  }

  private async tryOne(paymentId: string): Promise<string | null> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<{ sequence: number }>(
        'update payment set event_sequence = event_sequence + 1 where id = $1 returning event_sequence as sequence',
        [paymentId],
      );
      const sequence = rows[0]?.sequence ?? 0;
      const id = newId('evt', BEGAN_AT);
      const example = this.bodies[sequence % this.bodies.length];
      if (!example) throw new Error('the description has no example of an event');
      const { type, body } = example({ id, sequence, paymentId });
      this.begun += 1;
      const mark = this.begun;
      await client.query(
        `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
         values ($1, $2, $3, $2, false, $4, 'race', $5, $6, $7, $8)`,
        [id, paymentId, this.shopId, type, sequence, type !== 'order.pending', body, new Date()],
      );
      // What is written first is often committed last: that is the whole difficulty.
      await client.query('select pg_sleep(random() * 0.02)');
      if (Math.random() < ROLLBACK_SHARE) {
        await client.query('rollback');
        return null;
      }
      await client.query('commit');
      if (mark < this.newestCommitted) this.overtaken += 1;
      this.newestCommitted = Math.max(this.newestCommitted, mark);
      return id;
    } finally {
      client.release();
    }
  }

  private async addPayment(): Promise<void> {
    const id = newId('pay', BEGAN_AT);
    await this.pool.query(
      `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token,
         state, base_state, expires_at, created_at, updated_at)
       select $1, $2, a.id, false, $1, 12990, 'PEN', '{}', $1, 'pending', 'pending', $3, $3, $3 from gateway_account a limit 1`,
      [id, this.shopId, BEGAN_AT],
    );
    this.paymentIds.push(id);
  }
}

type Example = (of: { id: string; sequence: number; paymentId: string }) => { type: string; body: string };

/** Whole events, so that what the API answers is judged by its description here, too. */
function exampleEvents(): Example[] {
  const { requestBody } = committedDescription().webhooks['event']?.['post'] ?? {};
  const examples = requestBody?.content['application/json']?.examples ?? {};
  return ['order.pending', 'order.review_required', 'order.review_resolved'].map((type) => {
    const value = examples[type]?.value as { data: { payment: object } };
    return ({ id, sequence, paymentId }) => ({
      type,
      body: JSON.stringify({
        ...value,
        id,
        sequence,
        data: { ...value.data, payment: { ...value.data.payment, id: paymentId, orderId: paymentId } },
      }),
    });
  });
}

function anyOf<Value>(values: readonly Value[]): Value | undefined {
  return values[Math.floor(Math.random() * values.length)];
}
