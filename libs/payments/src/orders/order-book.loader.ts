import type { EntityManager } from 'typeorm';
import type {
  CaseStanding,
  Cip,
  CipStatus,
  CommandKind,
  CommandPurpose,
  CommandStatus,
  Currency,
  FactKind,
  FactSource,
  GatewayCommand,
  GatewayFact,
  HoldReason,
  OrderBook,
  PaymentRecord,
  PaymentState,
  PollPriority,
  BaseState,
  Receipt,
  ReceiptCounts,
  StockState,
} from '../domain/index.js';
import { groupBy } from '../group-by.js';
import { WAITING_FOR_CIP } from '../inbox/waiting-notifications.js';
import type { RefundRow } from '../refunds/refund.rows.js';
import { REFUNDS_OF_PAYMENTS, toRefund } from '../refunds/refund.rows.js';
import type { RowsOf, Statement } from '../statements.js';
import { runInOrder, statement } from '../statements.js';
import type { CustomerDetails, ItemDetails, PaymentDetails } from './payment-details.js';

/** Orders as `decide` wants them, with what the rows know besides. */
export interface LoadedBooks {
  readonly books: readonly OrderBook[];
  readonly details: ReadonlyMap<string, PaymentDetails>;
  readonly counters: ReadonlyMap<string, PaymentCounters>;
}

/** Last numbers given out per payment; they only move under its lock. */
export interface PaymentCounters {
  readonly eventSequence: number;
  readonly historySequence: number;
  readonly historyDigest: Buffer | null;
}

/** Books of an order as the transaction that opened its first payment wrote them. */
export interface WrittenBooks extends LoadedBooks {
  /** Its id, as `xmin` of the rows that it wrote last. */
  readonly transactionId: string;
}

export interface OrderRef {
  readonly shopId: string;
  readonly orderId: string;
}

interface PaymentRow {
  id: string;
  shop_id: string;
  account_id: string;
  livemode: boolean;
  order_id: string;
  amount_minor: string;
  currency: Currency;
  description: string | null;
  customer: CustomerDetails;
  metadata: Record<string, string>;
  return_url: string | null;
  page_token: string;
  state: PaymentState;
  base_state: BaseState;
  late: boolean;
  unconfirmed: boolean;
  failure_code: string | null;
  failure_message: string | null;
  stock: StockState;
  stock_generation: number;
  event_sequence: number;
  history_sequence: number;
  history_digest: Buffer | null;
  expires_at: Date;
  remind_before_s: number[];
  remind_at: Date | null;
  next_at: Date | null;
  held_for: HoldReason | null;
  paid_at: Date | null;
  closed_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/**
 * Loads the whole orders that these payments belong to, every payment row of each locked in id order, so that two
 * transactions never wait for each other in a circle.
 *
 * One round trip where each order has one payment, and two where one has more.
 */
export async function lockBooksOfPayments(manager: EntityManager, paymentIds: readonly string[]): Promise<LoadedBooks> {
  const rowsOfOrders = `select ${PAYMENT_COLUMNS} from payment where id = any(array(${IDS_OF_ORDERS}))
    order by id for update`;
  for (;;) {
    const [rows, ...given] = await runInOrder(manager, [
      statement<PaymentRow>(rowsOfOrders, [paymentIds]),
      ...contentsOf(paymentIds),
      statement<ShippedRow>(SHIPPED, [paymentIds]),
      statement<{ id: string }>(IDS_OF_ORDERS, [paymentIds]),
    ]);
    const [shipped, all] = given.slice(-2) as [ShippedRow[], { id: string }[]];
    const seen = new Set(rows.map((row) => row.id));
    // While we waited for a lock, its holder may have opened another payment of the order: look until none is new.
    if (!all.every((row) => seen.has(row.id))) continue;
    const others = rows.map((row) => row.id).filter((id) => !paymentIds.includes(id));
    const contents = given.slice(0, -2) as unknown as ContentRows;
    if (others.length > 0) {
      const more = await runInOrder(manager, contentsOf(others));
      for (const [index, some] of more.entries()) contents[index]?.push(...(some as never[]));
    }
    return toBooks(rows, contents, shipped);
  }
}

/** An order before its first payment has nothing else either. */
export function emptyBook(order: OrderRef): LoadedBooks {
  return { books: [{ ...order, shippedBy: null, payments: [] }], details: new Map(), counters: new Map() };
}

/** The payments that an order has. */
export function paymentsOfOrder({ shopId, orderId }: OrderRef): Statement<{ id: string }> {
  return statement(OF_ORDER, [[shopId], orderId]);
}

/**
 * The books of an order as the opening of its first payment wrote them, locked, when nobody changed them since: whoever
 * changes what is in them writes the payment's row, and nobody opens another payment before this one's row says that it
 * is open no more. Null when it was written since.
 */
export async function lockAsWritten(
  manager: EntityManager,
  paymentId: string,
  written: WrittenBooks,
): Promise<LoadedBooks | null> {
  const [[row], cips, waiting] = await runInOrder(manager, [
    statement<{ written_by: string }>('select xmin::text as written_by from payment where id = $1 for update', [
      paymentId,
    ]),
    statement<CipRow>(CIPS, [[paymentId]]),
    statement<WaitingRow>(WAITING, [[paymentId]]),
  ]);
  if (row?.written_by !== written.transactionId) return null;
  const books = written.books.map((book) => ({
    ...book,
    payments: book.payments.map((payment) => ({
      ...payment,
      // Polls are asked for, and notifications stored, without a change of the payment.
      cips: cips.map(toCip),
      waitingNotifications: waiting[0]?.waiting ?? 0,
    })),
  }));
  return { ...written, books };
}

/** These payments as they stand, for whoever decides nothing: no lock, no other payments of their orders, no count of what waits. */
export async function loadRecords(
  manager: EntityManager,
  paymentIds: readonly string[],
): Promise<{ payment: PaymentRecord; details: PaymentDetails }[]> {
  const [rows, ...contents] = await runInOrder(manager, [
    statement<PaymentRow>(`select ${PAYMENT_COLUMNS} from payment where id = any($1)`, [paymentIds]),
    ...recordContentsOf(paymentIds),
  ]);
  const recordOf = recordsFrom(contents);
  const items = groupBy(contents[6], (row) => row.payment_id);
  return rows.map((row) => ({ payment: recordOf(row), details: toDetails(row, items.get(row.id) ?? []) }));
}

/** Verified notifications for the payment's CIPs that are stored but not applied yet. */
export async function waitingNotifications(manager: EntityManager, paymentId: string): Promise<number> {
  const [[row]] = await runInOrder(manager, [statement<WaitingRow>(WAITING, [[paymentId]])]);
  return row?.waiting ?? 0;
}

function toBooks(rows: readonly PaymentRow[], loaded: ContentRows, shippedRows: readonly ShippedRow[]): LoadedBooks {
  const recordOf = recordsFrom(loaded);
  const items = groupBy(loaded[6], (row) => row.payment_id);
  const waiting = new Map(loaded[7].map((row) => [row.payment_id, row.waiting]));
  const shipped = new Map(shippedRows.map((row) => [`${row.shop_id}\n${row.order_id}`, row.payment_id]));

  const details = new Map<string, PaymentDetails>();
  const counters = new Map<string, PaymentCounters>();
  for (const row of rows) {
    details.set(row.id, toDetails(row, items.get(row.id) ?? []));
    counters.set(row.id, {
      eventSequence: row.event_sequence,
      historySequence: row.history_sequence,
      historyDigest: row.history_digest,
    });
  }
  const books = [...groupBy(rows, (row) => `${row.shop_id}\n${row.order_id}`)].map(([key, ofOrder]): OrderBook => {
    const [shopId = '', orderId = ''] = key.split('\n');
    return {
      shopId,
      orderId,
      shippedBy: shipped.get(key) ?? null,
      payments: ofOrder.map((row) => ({ ...recordOf(row), waitingNotifications: waiting.get(row.id) ?? 0 })),
    };
  });
  return { books, details, counters };
}

/** How a payment's row becomes the payment, with what belongs to it. */
function recordsFrom(loaded: RecordRows | ContentRows): (row: PaymentRow) => PaymentRecord {
  const cips = groupBy(loaded[0], (row) => row.payment_id);
  const facts = groupBy(loaded[1], (row) => row.payment_id);
  const receipts = groupBy(loaded[2], (row) => row.payment_id);
  const refunds = groupBy(loaded[3], (row) => row.payment_id);
  const commands = groupBy(loaded[4], (row) => row.payment_id);
  const cases = groupBy(loaded[5], (row) => row.payment_id);
  return (row) => ({
    id: row.id,
    accountId: row.account_id,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    baseState: row.base_state,
    state: row.state,
    late: row.late,
    unconfirmed: row.unconfirmed,
    failure: row.failure_code === null ? null : { code: row.failure_code, message: row.failure_message ?? '' },
    stock: row.stock,
    stockGeneration: row.stock_generation,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    remindBeforeS: row.remind_before_s,
    remindAt: row.remind_at,
    nextAt: row.next_at,
    heldFor: row.held_for,
    paidAt: row.paid_at,
    closedAt: row.closed_at,
    cips: (cips.get(row.id) ?? []).map(toCip),
    facts: (facts.get(row.id) ?? []).map(toFact),
    receipts: (receipts.get(row.id) ?? []).map(toReceipt),
    refunds: (refunds.get(row.id) ?? []).map(toRefund),
    commands: (commands.get(row.id) ?? []).map(toCommand),
    cases: new Map((cases.get(row.id) ?? []).map((entry) => [entry.dedupe_key, entry.standing])),
  });
}

function recordContentsOf(paymentIds: readonly string[]) {
  return [
    statement<CipRow>(CIPS, [paymentIds]),
    statement<FactRow>(FACTS, [paymentIds]),
    statement<ReceiptRow>(RECEIPTS, [paymentIds]),
    statement<RefundRow>(REFUNDS_OF_PAYMENTS, [paymentIds]),
    statement<CommandRow>(COMMANDS, [paymentIds]),
    statement<CaseRow>(CASES, [paymentIds]),
    statement<ItemRow>(ITEMS, [paymentIds]),
  ] as const;
}

function contentsOf(paymentIds: readonly string[]) {
  return [...recordContentsOf(paymentIds), statement<WaitingRow>(WAITING, [paymentIds])] as const;
}

type RecordRows = RowsOf<ReturnType<typeof recordContentsOf>>;
type ContentRows = RowsOf<ReturnType<typeof contentsOf>>;

/**
 * Order by order, in the index: a join could read all payments. The shop is given as a list, which the planner takes for
 * several: before statistics know how few shops there are, the index of shops alone would look as good as that of orders.
 */
const IDS_OF_ORDERS = `select sibling.id from payment given cross join lateral (
    select id from payment where shop_id = any('{}'::text[] || given.shop_id) and order_id = given.order_id offset 0
  ) sibling where given.id = any($1)`;
const OF_ORDER = 'select id from payment where shop_id = any($1::text[]) and order_id = $2';
const PAYMENT_COLUMNS = `id, shop_id, account_id, livemode, order_id, amount_minor, currency, description, customer, metadata,
  return_url, page_token, state, base_state, late, unconfirmed, failure_code, failure_message, stock, stock_generation,
  event_sequence, history_sequence, history_digest, expires_at, remind_before_s, remind_at, next_at, held_for, paid_at,
  closed_at, created_at, updated_at`;
const CIPS = `select id, payment_id, transaction_code, number, url, current, status, status_at, pending_seen, expires_at,
    created_at, poll_at, poll_priority, retire_at, announced_at
  from cip where payment_id = any($1) order by id`;
const FACTS = `select payment_id, cip_id, kind, source, operation_number, amount_minor, currency, occurred_at, observed_at,
    evidence
  from gateway_fact where payment_id = any($1) order by id`;
const RECEIPTS = `select id, payment_id, cip_id, operation_number, amount_minor, currency, paid_at, reversed_at, counts, fact_ids
  from receipt where payment_id = any($1) order by paid_at nulls last, id`;
const COMMANDS = `select id, payment_id, cip_id, kind, purpose, status, actor, arguments, next_at, outcome
  from gateway_command where payment_id = any($1) and status in ('intent', 'sent', 'unknown')`;
const CASES = `select payment_id, dedupe_key, case when resolution = 'accept' then 'accepted' else state end as standing
  from review_case where payment_id = any($1)`;
const ITEMS = `select payment_id, sku, name, quantity, unit_price_minor from payment_item where payment_id = any($1)
  order by line`;
/** Order by order, in the unique index. */
const SHIPPED = `select o.shop_id, o.order_id, e.payment_id
  from (select distinct shop_id, order_id from payment where id = any($1)) o cross join lateral (
    select payment_id from outbox_event
    where type = 'order.paid' and shop_id = o.shop_id and order_id = o.order_id offset 0
  ) e`;
const WAITING = `select c.payment_id, count(distinct n.id)::int as waiting
  from cip c cross join lateral ${WAITING_FOR_CIP} n where c.payment_id = any($1) group by c.payment_id`;

interface ShippedRow {
  shop_id: string;
  order_id: string;
  payment_id: string;
}

interface WaitingRow {
  payment_id: string;
  waiting: number;
}

interface CipRow {
  id: string;
  payment_id: string;
  transaction_code: string;
  number: string | null;
  url: string | null;
  current: boolean;
  status: CipStatus;
  status_at: Date | null;
  pending_seen: Date[];
  expires_at: Date;
  created_at: Date;
  poll_at: Date | null;
  poll_priority: PollPriority;
  retire_at: Date | null;
  announced_at: Date | null;
}

function toCip(row: CipRow): Cip {
  return {
    id: row.id,
    transactionCode: row.transaction_code,
    number: row.number,
    url: row.url,
    current: row.current,
    status: row.status,
    statusAt: row.status_at,
    pendingSeen: row.pending_seen,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    pollAt: row.poll_at,
    pollPriority: row.poll_priority,
    retireAt: row.retire_at,
    announcedAt: row.announced_at,
  };
}

interface FactRow {
  payment_id: string;
  cip_id: string;
  kind: FactKind;
  source: FactSource;
  operation_number: string;
  amount_minor: string;
  currency: string;
  occurred_at: Date | null;
  observed_at: Date;
  evidence: string | null;
}

function toFact(row: FactRow): GatewayFact {
  return {
    cipId: row.cip_id,
    kind: row.kind,
    source: row.source,
    operationNumber: row.operation_number,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    occurredAt: row.occurred_at,
    observedAt: row.observed_at,
    evidence: row.evidence,
  };
}

interface ReceiptRow {
  id: string;
  payment_id: string;
  cip_id: string;
  operation_number: string;
  amount_minor: string;
  currency: string;
  paid_at: Date | null;
  reversed_at: Date | null;
  counts: ReceiptCounts;
  fact_ids: string[];
}

function toReceipt(row: ReceiptRow): Receipt {
  return {
    id: row.id,
    cipId: row.cip_id,
    operationNumber: row.operation_number,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    paidAt: row.paid_at,
    reversedAt: row.reversed_at,
    counts: row.counts,
    factKeys: row.fact_ids,
  };
}

/** `gateway_command.arguments`; instants as ISO 8601. */
interface StoredArguments {
  expiresAt?: string;
  refundId?: string;
}

interface CommandRow {
  id: string;
  payment_id: string;
  cip_id: string;
  kind: CommandKind;
  purpose: CommandPurpose;
  status: CommandStatus;
  actor: string;
  arguments: StoredArguments;
  next_at: Date | null;
  outcome: Record<string, unknown> | null;
}

function toCommand(row: CommandRow): GatewayCommand {
  return {
    id: row.id,
    cipId: row.cip_id,
    kind: row.kind,
    purpose: row.purpose,
    status: row.status,
    actor: row.actor,
    expiresAt: row.arguments.expiresAt === undefined ? null : new Date(row.arguments.expiresAt),
    ...(row.arguments.refundId === undefined ? {} : { refundId: row.arguments.refundId }),
    nextAt: row.next_at,
    outcome: row.outcome,
  };
}

interface CaseRow {
  payment_id: string;
  dedupe_key: string;
  standing: CaseStanding;
}

interface ItemRow {
  payment_id: string;
  sku: string;
  name: string | null;
  quantity: number;
  unit_price_minor: string | null;
}

function toDetails(row: PaymentRow, items: readonly ItemRow[]): PaymentDetails {
  return {
    paymentId: row.id,
    shopId: row.shop_id,
    orderId: row.order_id,
    livemode: row.livemode,
    description: row.description,
    customer: row.customer,
    items: items.map((item): ItemDetails => ({
      sku: item.sku,
      name: item.name,
      quantity: item.quantity,
      unitPriceMinor: item.unit_price_minor === null ? null : BigInt(item.unit_price_minor),
    })),
    metadata: row.metadata,
    returnUrl: row.return_url,
    pageToken: row.page_token,
    updatedAt: row.updated_at,
  };
}
