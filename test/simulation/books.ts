import type pg from 'pg';
import { groupBy } from '#payments';
import type { ReceivedEvent } from '#testing';
import type { CodeRecord, EventRecord, GatewayMoney, OrderRecord, Outcome, PaymentRecord } from './outcome.js';
import type { ShopOrder } from './shop-order.js';

export type Books = Pick<Outcome, 'orders' | 'strangers' | 'unknownCips' | 'left' | 'events' | 'eventsAtErp'>;

export interface BookKeepers {
  /** The product's database, with the sandbox's tables in it. */
  readonly pool: pg.Pool;
  readonly erp: { readonly events: readonly ReceivedEvent[] };
}

/** Reads product, sandbox and ERP once and puts them side by side. */
export async function readBooks({ pool, erp }: BookKeepers, shopOrders: readonly ShopOrder[]): Promise<Books> {
  const [codes, payments, paid, events, left, unknown, strangers] = await Promise.all([
    readCodes(pool),
    rowsOf<PaymentRow>(pool, PAYMENTS),
    rowsOf<{ id: string; order_id: string }>(pool, `select id, order_id from outbox_event where type = 'order.paid'`),
    rowsOf<EventRecord>(pool, `select id, payment_id as "paymentId", sequence, blocking from outbox_event`),
    rowsOf<{ what: string }>(pool, LEFT),
    rowsOf<{ cip: string }>(pool, `select details->>'cip' as cip from review_case where kind = 'unknown_cip'`),
    rowsOf<{ cip: string }>(
      pool,
      `select c.number::text as cip from sandbox.cip c where c.transaction_code like 'OTHER-%' and c.status = 'paid'`,
    ),
  ]);
  const codesOf = groupBy(codes, (code) => code.paymentId);
  const paymentsOf = groupBy(payments, (payment) => payment.order_id);
  const paidOf = groupBy(paid, (event) => event.order_id);
  const atErpOf = groupBy(
    erp.events.filter((event) => event.type === 'order.paid'),
    (event) => orderOf(event),
  );
  const orders = shopOrders.map(({ plan, failures }): OrderRecord => ({
    orderId: plan.orderId,
    story: plan.story,
    payments: (paymentsOf.get(plan.orderId) ?? []).map((row) => toPayment(row, codesOf.get(row.id) ?? [])),
    paidEvents: (paidOf.get(plan.orderId) ?? []).map((event) => event.id),
    paidAtErp: (atErpOf.get(plan.orderId) ?? []).map((event) => event.id),
    failures,
  }));
  return {
    orders,
    strangers: strangers.map((row) => row.cip),
    unknownCips: unknown.map((row) => row.cip),
    left: left.map((row) => row.what),
    events,
    eventsAtErp: erp.events.map((event) => event.id),
  };
}

/** Every code that the gateway made for the order, oldest first. `pool`: of the sandbox's tables. */
export async function readCodesOf(pool: pg.Pool, orderId: string): Promise<string[]> {
  const { rows } = await pool.query<{ number: string }>(
    `select number::text as number from sandbox.cip where starts_with(transaction_code, $1) order by number`,
    [`${orderId}-`],
  );
  return rows.map((row) => row.number);
}

interface PaymentRow {
  id: string;
  order_id: string;
  amount_minor: number;
  state: string;
  base_state: string;
  stock: string;
  unconfirmed: boolean;
  expires_ms: number;
  closed_ms: number | null;
  holds: string[];
  cases: string[];
}

const PAYMENTS = `
  select p.id, p.order_id, p.amount_minor::int, p.state, p.base_state, p.stock, p.unconfirmed,
    extract(epoch from p.expires_at)::float8 * 1000 as expires_ms,
    case when p.base_state in ('expired', 'cancelled', 'failed') then extract(epoch from p.closed_at)::float8 * 1000 end as closed_ms,
    array(select h.state from stock_hold h where h.payment_id = p.id order by h.generation) as holds,
    array(select k.kind from review_case k where k.payment_id = p.id) as cases
  from payment p`;

/** Work that somebody still has in front of him, and what will never be done. */
const LEFT = `
  select 'payment ' || id || ' of ' || order_id || ' is ' || state as what from payment where state in ('created', 'pending', 'expiring')
  union all
  select g.kind || ' for ' || g.purpose || ' of ' || g.payment_id || ' is ' || g.status from gateway_command g
    where g.status in ('intent', 'sent', 'unknown')
  union all
  select e.type || ' ' || e.id || ' of ' || e.created_at || ' has no number' from outbox_event e where e.position is null
  union all
  select d.event_type || ' ' || d.event_id || ' of ' || d.created_at || ' is ' || d.status || ' after ' || d.attempts || ' attempts, next at '
      || coalesce(d.next_at::text, 'no time') || ', leased until ' || coalesce(d.lease_until::text, 'no time') || coalesce(': ' || d.last_error, '')
    from delivery d where d.status <> 'delivered'
  union all
  select 'notification ' || n.id || ' of CIP ' || coalesce(n.cip_number, '?') || ' is ' || n.status from notification n
    where n.status in ('pending', 'waiting', 'failed')
  union all
  select 'a message about CIP ' || s.cip || ' is to be sent' from sandbox.notification s where s.next_at is not null and s.attempts < 2
  union all
  select 'CIP ' || c.number || ' of ' || c.payment_id || ' is to be retired' from cip c where c.retire_at is not null`;

interface CodeRow {
  number: string;
  payment_id: string;
  expires_ms: number;
  known_ms: number | null;
  monies: { operation: string; amount: number; paid_ms: number; reversed: boolean }[];
  told: string[];
  taken_back: string[];
  seen_paid: boolean;
  receipts: { amount: number; reversed: boolean }[];
}

/** Every CIP that the sandbox made for us, joined to our row by the transaction code that we sent. */
const CODES = `
  select s.number::text as number, c.payment_id, extract(epoch from s.expires_at)::float8 * 1000 as expires_ms,
    (select extract(epoch from min(e.at))::float8 * 1000 from payment_event e where e.payment_id = c.payment_id
       and e.type in ('cip_created', 'cip_found') and e.data->>'cip' = c.number) as known_ms,
    coalesce((select jsonb_agg(jsonb_build_object('operation', m.operation_number, 'amount', m.amount_minor,
        'paid_ms', extract(epoch from m.paid_at)::float8 * 1000, 'reversed', m.reversed_at is not null) order by m.id)
      from sandbox.payment m where m.cip = s.number), '[]') as monies,
    array(select n.body from sandbox.notification n where n.cip = s.number and n.event_type = 'cip.paid'
      and n.state = 'delivered' and not n.forged) as told,
    array(select n.body from sandbox.notification n where n.cip = s.number and n.event_type = 'cip.refunded'
      and n.state = 'delivered' and not n.forged) as taken_back,
    exists (select 1 from gateway_fact f where f.cip_id = c.id and f.kind = 'paid' and f.source = 'search') as seen_paid,
    coalesce((select jsonb_agg(jsonb_build_object('amount', r.amount_minor, 'reversed', r.reversed_at is not null))
      from receipt r where r.cip_id = c.id), '[]') as receipts
  from sandbox.cip s join cip c on c.transaction_code = s.transaction_code order by s.number`;

async function readCodes(pool: pg.Pool): Promise<(CodeRecord & { paymentId: string })[]> {
  const rows = await rowsOf<CodeRow>(pool, CODES);
  return rows.map((row) => {
    const told = new Set(row.told.map(operationOf));
    const takenBack = new Set(row.taken_back.map(operationOf));
    return {
      number: row.number,
      paymentId: row.payment_id,
      expiresAtMs: row.expires_ms,
      knownAtMs: row.known_ms,
      seenPaid: row.seen_paid,
      monies: row.monies.map((money): GatewayMoney => ({
        operation: money.operation,
        amountMinor: money.amount,
        paidAtMs: money.paid_ms,
        reversed: money.reversed,
        announced: told.has(money.operation),
        reversalAnnounced: takenBack.has(money.operation),
      })),
      receipts: row.receipts.map(({ amount, reversed }) => ({ amountMinor: amount, reversed })),
    };
  });
}

function toPayment(row: PaymentRow, codes: readonly CodeRecord[]): PaymentRecord {
  return {
    id: row.id,
    amountMinor: row.amount_minor,
    state: row.state,
    base: row.base_state,
    stock: row.stock,
    unconfirmed: row.unconfirmed,
    expiresAtMs: row.expires_ms,
    closedAtMs: row.closed_ms,
    holds: row.holds,
    cases: row.cases,
    codes,
  };
}

function operationOf(body: string): string {
  return (JSON.parse(body) as { operationNumber: string }).operationNumber;
}

function orderOf({ data }: ReceivedEvent): string {
  const { payment } = data as { payment?: { orderId?: string } };
  return payment?.orderId ?? '';
}

async function rowsOf<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string): Promise<Row[]> {
  return (await pool.query<Row>(text)).rows;
}
