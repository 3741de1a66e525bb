import type { DataSource } from 'typeorm';
import { groupBy } from '../group-by.js';
import { canonicalJson } from '../json.js';
import { type ChainedRow, historyDataDigest, historyDigest } from '../orders/history-digest.js';

/** A payment whose history is not what was written, with the first row that shows it. */
export interface BrokenHistory {
  readonly paymentId: string;
  /** The row that does not follow from those before it; for an end that was cut off, the first one missing. */
  readonly sequence: number;
  readonly what: 'changed' | 'missing' | 'cut_off' | 'added';
}

export interface HistoryReport {
  readonly payments: number;
  readonly rows: number;
  /** Rows in which a person's words were erased: their data stand no longer, their digests do. */
  readonly erased: number;
  readonly broken: readonly BrokenHistory[];
}

/** Payments per statement. */
const BATCH = 500;

interface PaymentRow {
  readonly id: string;
  readonly history_sequence: number;
  readonly history_digest: Buffer | null;
  readonly erased_at: Date | null;
}

interface EventRow {
  readonly payment_id: string;
  readonly sequence: number;
  readonly type: string;
  readonly at: Date;
  readonly actor: string;
  readonly data: unknown;
  readonly data_digest: Buffer | null;
  readonly digest: Buffer;
}

/**
 * Walks every payment's history and follows its chain (requirement R22). Memory is bounded by one batch. What it
 * cannot see: somebody who rewrites the whole chain of a payment together with the end that the payment keeps.
 */
export async function verifyHistory(
  dataSource: DataSource,
  { paymentId = null }: { readonly paymentId?: string | null } = {},
): Promise<HistoryReport> {
  const broken: BrokenHistory[] = [];
  let payments = 0;
  let rows = 0;
  let erased = 0;
  let after = '';
  for (;;) {
    const batch = await dataSource.query<PaymentRow[]>(
      `select id, history_sequence, history_digest, erased_at from payment
       where id > $1 and ($2::text is null or id = $2) order by id limit $3`,
      [after, paymentId, BATCH],
    );
    const last = batch.at(-1);
    if (!last) return { payments, rows, erased, broken };
    const events = await dataSource.query<EventRow[]>(
      `select payment_id, sequence, type, at, actor, data, data_digest, digest from payment_event
       where payment_id = any($1) order by payment_id, sequence`,
      [batch.map((payment) => payment.id)],
    );
    const byPayment = groupBy(events, (event) => event.payment_id);
    for (const payment of batch) {
      const fault = firstFault(payment, byPayment.get(payment.id) ?? []);
      if (fault) broken.push({ paymentId: payment.id, ...fault });
    }
    payments += batch.length;
    rows += events.length;
    erased += events.filter((event) => event.data_digest !== null).length;
    after = last.id;
  }
}

function firstFault(payment: PaymentRow, events: readonly EventRow[]): Omit<BrokenHistory, 'paymentId'> | null {
  let previous: Buffer | null = null;
  for (const [index, event] of events.entries()) {
    const sequence = index + 1;
    if (event.sequence !== sequence) return { sequence, what: 'missing' };
    // Only an erasure keeps a digest in place of data, and it says so on the payment.
    if (event.data_digest !== null && payment.erased_at === null) return { sequence, what: 'changed' };
    if (!historyDigest(previous, toChained(event)).equals(event.digest)) return { sequence, what: 'changed' };
    previous = event.digest;
  }
  if (events.length < payment.history_sequence) return { sequence: events.length + 1, what: 'cut_off' };
  if (events.length > payment.history_sequence) return { sequence: payment.history_sequence + 1, what: 'added' };
  const ends = previous === null ? payment.history_digest === null : payment.history_digest?.equals(previous) === true;
  return ends ? null : { sequence: payment.history_sequence, what: 'changed' };
}

function toChained(event: EventRow): ChainedRow {
  const { payment_id: paymentId, sequence, type, at, actor, data } = event;
  return {
    paymentId,
    sequence,
    type,
    at,
    actor,
    dataDigest: event.data_digest ?? historyDataDigest(canonicalJson(data)),
  };
}
