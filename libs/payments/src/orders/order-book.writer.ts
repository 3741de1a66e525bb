import type { EntityManager } from 'typeorm';
import { writeCases } from '../cases/case.writer.js';
import type { WrittenCases } from '../cases/case.writer.js';
import { arrayLiteral, columns } from '../columns.js';
import type { Cip, Payment } from '../domain/index.js';
import { refundedMinor } from '../domain/index.js';
import { commandStatements } from '../gateway-commands/gateway-command.writer.js';
import { newId } from '../identifiers.js';
import { eventStatements } from '../outbox/outbox.writer.js';
import { refundStatements } from '../refunds/refund.rows.js';
import type { Statement } from '../statements.js';
import { runByCommit, runInOrder, statement } from '../statements.js';
import { stockStatements } from '../stock/stock.writer.js';
import { evidenceStatements } from './evidence.writer.js';
import { historyRows, historyStatements } from './history.writer.js';
import type { BookChange, PaymentChange } from './payment-change.js';
import type { PaymentCounters } from './order-book.loader.js';
import type { PaymentDetails } from './payment-details.js';
import { inReview } from './payment-view.js';

export interface WriteContext {
  readonly now: Date;
  readonly publicUrl: string;
  readonly details: ReadonlyMap<string, PaymentDetails>;
  readonly counters: ReadonlyMap<string, PaymentCounters>;
  /** Of commands that are written as sent. */
  readonly commandLeaseMs?: number;
}

/** How many events were written: the caller wakes the relay when there are any. */
export interface WriteResult {
  readonly events: number;
  /** A case was opened for which its shop has a policy: the caller wakes the cases' sweep. */
  readonly casesDue: boolean;
  /** What was written: payments that changed, and the numbers given out for them. */
  readonly payments: ReadonlyMap<string, Payment>;
  readonly counters: ReadonlyMap<string, PaymentCounters>;
}

const NOTHING: WriteResult = { events: 0, casesDue: false, payments: new Map(), counters: new Map() };

/** The last of it is run by the commit at the latest. */
export async function writeBooks(
  manager: EntityManager,
  changes: readonly BookChange[],
  context: WriteContext,
): Promise<WriteResult> {
  const changed = changes.flatMap(({ before, after }) =>
    after.payments.flatMap((payment): PaymentChange[] => {
      const old = before.payments.find((candidate) => candidate.id === payment.id) ?? null;
      return old === payment ? [] : [{ old, payment }];
    }),
  );
  const effects = changes.flatMap((change) => change.effects);
  if (changed.length === 0 && effects.length === 0) return NOTHING;
  const receipts = changed.map(({ payment }) => withReceiptIds(payment, context.now));
  const named = changed.map(({ old }, index): PaymentChange => ({ old, payment: receipts[index] as Payment }));

  const counters = new Map<string, { -readonly [Key in keyof PaymentCounters]: PaymentCounters[Key] }>();
  for (const { payment } of named) {
    const known = context.counters.get(payment.id);
    counters.set(payment.id, {
      eventSequence: known?.eventSequence ?? 0,
      historySequence: known?.historySequence ?? 0,
      historyDigest: known?.historyDigest ?? null,
    });
  }

  const history = historyRows(effects, counters, context.now);
  const payments = new Map(named.map(({ payment }) => [payment.id, payment]));
  let statements = [
    ...insertStatements(named, { ...context, counters }),
    ...cipStatements(named),
    ...commandStatements(named, { now: context.now, leaseMs: context.commandLeaseMs ?? 0 }),
    ...evidenceStatements(named),
    ...refundStatements(named),
    ...stockStatements(named, context),
    ...historyStatements(history),
  ];
  let cases: WrittenCases = { opened: new Map(), isDue: false };
  if (effects.some(({ kind }) => kind === 'case_opened' || kind === 'case_resolved')) {
    await runInOrder(manager, statements);
    statements = [];
    cases = await writeCases(manager, changes, payments, context.now);
  }
  const events = effects.filter((effect) => effect.kind === 'event');
  const written = eventStatements({
    effects: events,
    payments,
    openedCases: cases.opened,
    details: context.details,
    publicUrl: context.publicUrl,
    now: context.now,
    nextSequence: (paymentId) => {
      const counter = counters.get(paymentId);
      if (!counter) throw new Error(`no counters loaded for payment ${paymentId}`);
      counter.eventSequence += 1;
      return counter.eventSequence;
    },
  });
  await runByCommit(manager, [...statements, ...written, ...updateStatements(named, counters, context.now)]);
  return { events: events.length, casesDue: cases.isDue, payments, counters };
}

function withReceiptIds(payment: Payment, now: Date): Payment {
  if (payment.receipts.every((receipt) => receipt.id !== null)) return payment;
  return {
    ...payment,
    receipts: payment.receipts.map((receipt) =>
      receipt.id === null ? { ...receipt, id: newId('rcp', now) } : receipt,
    ),
  };
}

function insertStatements(changes: readonly PaymentChange[], context: WriteContext): Statement[] {
  return changes.flatMap(({ old, payment }) => {
    if (old !== null) return [];
    const details = context.details.get(payment.id);
    if (!details) throw new Error(`payment ${payment.id} was opened without its details`);
    const counters = context.counters.get(payment.id);
    return [
      statement(
        `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, description, customer,
         metadata, return_url, page_token, state, base_state, stock, stock_generation, expires_at, remind_before_s, next_at, created_at,
         updated_at, event_sequence, history_sequence, history_digest)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
        [
          payment.id,
          details.shopId,
          payment.accountId,
          details.livemode,
          details.orderId,
          payment.amountMinor.toString(),
          payment.currency,
          details.description,
          JSON.stringify(details.customer),
          JSON.stringify(details.metadata),
          details.returnUrl,
          details.pageToken,
          payment.state,
          payment.baseState,
          payment.stock,
          payment.stockGeneration,
          payment.expiresAt,
          payment.remindBeforeS,
          payment.nextAt,
          payment.createdAt,
          context.now,
          counters?.eventSequence ?? 0,
          counters?.historySequence ?? 0,
          counters?.historyDigest ?? null,
        ],
      ),
      ...(details.items.length === 0 ? [] : [statement(INSERT_ITEMS, ITEMS.values(itemRows(payment.id, details)))]),
    ];
  });
}

const ITEMS = columns({
  payment_id: 'text',
  line: 'integer',
  sku: 'text',
  name: 'text',
  quantity: 'integer',
  unit_price_minor: 'bigint',
});
const INSERT_ITEMS = `insert into payment_item (${ITEMS.names}) select ${ITEMS.names} from ${ITEMS.source}`;

function itemRows(paymentId: string, { items }: PaymentDetails) {
  return items.map((item, line) => ({
    payment_id: paymentId,
    line,
    sku: item.sku,
    name: item.name,
    quantity: item.quantity,
    unit_price_minor: item.unitPriceMinor === null ? null : item.unitPriceMinor.toString(),
  }));
}

/** A payment that was only opened is as its insert says. */
function isAsInserted({ old, payment }: PaymentChange, counters: ReadonlyMap<string, PaymentCounters>): boolean {
  return old === null && payment.state === 'created' && counters.get(payment.id)?.eventSequence === 0;
}

function updateStatements(
  opened: readonly PaymentChange[],
  counters: ReadonlyMap<string, PaymentCounters>,
  now: Date,
): Statement[] {
  const changes = opened.filter((change) => !isAsInserted(change, counters));
  if (changes.length === 0) return [];
  const rows = changes.map(({ payment }) => ({
    id: payment.id,
    state: payment.state,
    base_state: payment.baseState,
    late: payment.late,
    in_review: inReview(payment),
    unconfirmed: payment.unconfirmed,
    failure_code: payment.failure?.code ?? null,
    failure_message: payment.failure?.message ?? null,
    stock: payment.stock,
    stock_generation: payment.stockGeneration,
    refunded_minor: refundedMinor(payment).toString(),
    event_sequence: counters.get(payment.id)?.eventSequence ?? 0,
    history_sequence: counters.get(payment.id)?.historySequence ?? 0,
    history_digest: counters.get(payment.id)?.historyDigest?.toString('hex') ?? null,
    expires_at: payment.expiresAt,
    remind_at: payment.remindAt,
    next_at: payment.nextAt,
    held_for: payment.heldFor,
    paid_at: payment.paidAt,
    closed_at: payment.closedAt,
  }));
  return [statement(UPDATE_PAYMENTS, [...PAYMENTS.values(rows), now])];
}

const PAYMENTS = columns({
  id: 'text',
  state: 'text',
  base_state: 'text',
  late: 'boolean',
  in_review: 'boolean',
  unconfirmed: 'boolean',
  failure_code: 'text',
  failure_message: 'text',
  stock: 'text',
  stock_generation: 'integer',
  refunded_minor: 'bigint',
  event_sequence: 'integer',
  history_sequence: 'integer',
  history_digest: 'text',
  expires_at: 'timestamptz',
  remind_at: 'timestamptz',
  next_at: 'timestamptz',
  held_for: 'text',
  paid_at: 'timestamptz',
  closed_at: 'timestamptz',
});
const UPDATE_PAYMENTS = `update payment p set state = x.state, base_state = x.base_state, late = x.late,
    in_review = x.in_review, unconfirmed = x.unconfirmed, failure_code = x.failure_code,
    failure_message = x.failure_message, stock = x.stock, stock_generation = x.stock_generation,
    refunded_minor = x.refunded_minor, event_sequence = x.event_sequence, history_sequence = x.history_sequence,
    history_digest = decode(x.history_digest, 'hex'), expires_at = x.expires_at, remind_at = x.remind_at,
    next_at = x.next_at, held_for = x.held_for, clock_lease_until = null, paid_at = x.paid_at, closed_at = x.closed_at,
    updated_at = $${PAYMENTS.next}
  from ${PAYMENTS.source} where p.id = x.id and p.id = any($1::text[])`;

function cipStatements(changes: readonly PaymentChange[]): Statement[] {
  const statements: Statement[] = [];
  const changed = changes.flatMap(({ old, payment }) =>
    payment.cips
      .filter((cip) => old?.cips.find((other) => other.id === cip.id) !== cip)
      .map((cip) => ({ fresh: !old?.cips.some((other) => other.id === cip.id), row: toCipRow(cip, payment) })),
  );
  // The old current CIP steps down before its successor is inserted: one current CIP per payment, always.
  const known = changed.filter((entry) => !entry.fresh).map((entry) => entry.row);
  const fresh = changed.filter((entry) => entry.fresh).map((entry) => entry.row);
  if (known.length > 0) statements.push(statement(UPDATE_CIPS, CIPS.values(known)));
  if (fresh.length > 0) statements.push(statement(INSERT_CIPS, CIPS.values(fresh)));
  return statements;
}

const CIPS = columns({
  id: 'text',
  payment_id: 'text',
  account_id: 'text',
  transaction_code: 'text',
  number: 'text',
  url: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  current: 'boolean',
  status: 'text',
  status_at: 'timestamptz',
  pending_seen: 'text',
  expires_at: 'timestamptz',
  poll_at: 'timestamptz',
  poll_priority: 'text',
  retire_at: 'timestamptz',
  announced_at: 'timestamptz',
  created_at: 'timestamptz',
});
const UPDATE_CIPS = `update cip c set number = x.number, url = x.url, current = x.current, status = x.status,
    status_at = x.status_at, pending_seen = x.pending_seen::timestamptz[], expires_at = x.expires_at,
    poll_at = x.poll_at, poll_priority = x.poll_priority, retire_at = x.retire_at, announced_at = x.announced_at
  from ${CIPS.source} where c.id = x.id and c.id = any($1::text[])`;
const INSERT_CIPS = `insert into cip (${CIPS.names})
  select id, payment_id, account_id, transaction_code, number, url, amount_minor, currency, current, status, status_at,
    pending_seen::timestamptz[], expires_at, poll_at, poll_priority, retire_at, announced_at, created_at
  from ${CIPS.source}`;

function toCipRow(cip: Cip, payment: Payment) {
  return {
    id: cip.id,
    payment_id: payment.id,
    account_id: payment.accountId,
    transaction_code: cip.transactionCode,
    number: cip.number,
    url: cip.url,
    amount_minor: payment.amountMinor.toString(),
    currency: payment.currency,
    current: cip.current,
    status: cip.status,
    status_at: cip.statusAt,
    pending_seen: arrayLiteral(cip.pendingSeen),
    expires_at: cip.expiresAt,
    poll_at: cip.pollAt,
    poll_priority: cip.pollPriority,
    retire_at: cip.retireAt,
    announced_at: cip.announcedAt,
    created_at: cip.createdAt,
  };
}
