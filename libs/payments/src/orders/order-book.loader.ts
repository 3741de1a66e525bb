import type { EntityManager } from 'typeorm';
import type { OrderBook, Payment } from '../domain/index.js';
import { groupBy } from '../group-by.js';
import { WAITING_FOR_CIP } from '../inbox/waiting-notifications.js';
import type { RowsOf, Statement } from '../statements.js';
import { runInOrder, statement } from '../statements.js';
import type { PaymentDetails } from './payment-details.js';
import type { CipRow, PaymentRow } from './payment-record.loader.js';
import { CIPS, PAYMENT_COLUMNS, recordContentsOf, recordsFrom, toCip } from './payment-record.loader.js';

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

/** Verified notifications for the payment's CIPs that are stored but not applied yet. */
export async function waitingNotifications(manager: EntityManager, paymentId: string): Promise<number> {
  const [[row]] = await runInOrder(manager, [statement<WaitingRow>(WAITING, [[paymentId]])]);
  return row?.waiting ?? 0;
}

function toBooks(rows: readonly PaymentRow[], loaded: ContentRows, shippedRows: readonly ShippedRow[]): LoadedBooks {
  const [waitingRows, ...contents] = loaded;
  const toStored = recordsFrom(contents);
  const waiting = new Map(waitingRows.map((row) => [row.payment_id, row.waiting]));
  const shipped = new Map(shippedRows.map((row) => [`${row.shop_id}\n${row.order_id}`, row.payment_id]));

  const details = new Map<string, PaymentDetails>();
  const counters = new Map<string, PaymentCounters>();
  const toPayment = (row: PaymentRow): Payment => {
    const stored = toStored(row);
    details.set(row.id, stored.details);
    counters.set(row.id, {
      eventSequence: row.event_sequence,
      historySequence: row.history_sequence,
      historyDigest: row.history_digest,
    });
    return { ...stored.payment, waitingNotifications: waiting.get(row.id) ?? 0 };
  };
  const books = [...groupBy(rows, (row) => `${row.shop_id}\n${row.order_id}`)].map(([key, ofOrder]): OrderBook => {
    const [shopId = '', orderId = ''] = key.split('\n');
    return {
      shopId,
      orderId,
      shippedBy: shipped.get(key) ?? null,
      payments: ofOrder.map(toPayment),
    };
  });
  return { books, details, counters };
}

function contentsOf(paymentIds: readonly string[]) {
  return [statement<WaitingRow>(WAITING, [paymentIds]), ...recordContentsOf(paymentIds)] as const;
}

type ContentRows = RowsOf<ReturnType<typeof contentsOf>>;

/**
 * Order by order, in the index: a join could read all payments. The shop is given as a list, which the planner takes for
 * several: before statistics know how few shops there are, the index of shops alone would look as good as that of orders.
 */
const IDS_OF_ORDERS = `select sibling.id from payment given cross join lateral (
    select id from payment where shop_id = any('{}'::text[] || given.shop_id) and order_id = given.order_id offset 0
  ) sibling where given.id = any($1)`;
const OF_ORDER = 'select id from payment where shop_id = any($1::text[]) and order_id = $2';
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
