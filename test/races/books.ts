import type { TestDatabase } from '#testing';
import type { JournalEntry } from './journal.js';
import { readJournal } from './journal.js';
import type { CipRecord, OrderRecord, PaymentRecord } from './order-record.js';
import type { RaceProduct } from './race-product.js';
import type { Round } from './round.js';

const CLOSED = new Set(['expired', 'cancelled', 'failed']);

/** Reads product, sandbox and ERP once and takes them apart by order. */
export async function readBooks(
  product: RaceProduct,
  rounds: readonly Round[],
  unsettled: ReadonlyMap<string, string[]>,
): Promise<OrderRecord[]> {
  const { database } = product;
  const [payments, cips, paid, journal] = [
    await readPayments(database),
    await readGatewayCips(database),
    await database.query<{ order_id: string; id: string }>(
      `select order_id, id from outbox_event where type = 'order.paid'`,
    ),
    await readJournal(database),
  ];
  const closings = firstMoments(journal, (entry) => CLOSED.has(entry.data.base));
  const known = new Map(
    journal.flatMap((entry) => (entry.what === 'number' ? [[entry.data.number, entry.atMs] as const] : [])),
  );
  const paidAt = firstMoments(journal, (entry) => entry.data.state === 'paid');
  const disturbed = new Set(
    product.gateway.injected.flatMap(({ operation, orderId }) =>
      operation === 'delete' || operation === 'search' ? [orderId] : [],
    ),
  );
  const atErp = product.erp.events.filter((event) => event.type === 'order.paid');
  return rounds.map((round) => {
    const own = payments.filter((payment) => payment.order_id === round.orderId);
    return {
      orderId: round.orderId,
      payments: own.map((row) =>
        toPayment(row, { paidAtMs: paidAt.get(row.id) ?? null, closedAtMs: closings.get(row.id) ?? null }),
      ),
      cips: cips
        .filter((cip) => own.some((payment) => payment.id === cip.payment_id))
        .map((cip) => toCip(cip, known.get(cip.number) ?? null, journal)),
      shown: round.shown,
      finals: round.finals,
      reissued: round.reissued,
      paidEvents: paid.filter((event) => event.order_id === round.orderId).map((event) => event.id),
      paidAtErp: atErp
        .filter((event) => JSON.stringify(event.data).includes(`"orderId":"${round.orderId}"`))
        .map((event) => event.id),
      unsettled: unsettled.get(round.orderId) ?? [],
      failures: round.failures,
      disturbed: disturbed.has(round.orderId),
    };
  });
}

/** What is still due, by order: the race is over when there is nothing. */
export async function readOutstanding(database: TestDatabase): Promise<Map<string, string[]>> {
  const rows = await database.query<{ order_id: string; what: string }>(OUTSTANDING);
  const byOrder = new Map<string, string[]>();
  for (const { order_id, what } of rows) byOrder.set(order_id, [...(byOrder.get(order_id) ?? []), what]);
  return byOrder;
}

const ORDER_OF_CODE = `regexp_replace(c.transaction_code, '-[0-9a-z]{8}$', '')`;

const OUTSTANDING = `
  select order_id, 'payment ' || id || ' is ' || state as what from payment where state in ('created', 'pending', 'expiring')
  union all
  select p.order_id, g.kind || ' for ' || g.purpose || ' is ' || g.status from gateway_command g join payment p on p.id = g.payment_id
    where g.status in ('intent', 'sent', 'unknown')
  union all
  select order_id, type || ' is not delivered' from outbox_event e where position is null
    or exists (select 1 from delivery d where d.event_id = e.id and d.status <> 'delivered')
  union all
  select ${ORDER_OF_CODE}, 'a notification of CIP ' || c.number || ' is ' || n.status from notification n
    join sandbox.cip c on c.number::text = n.cip_number where n.status in ('pending', 'waiting', 'failed')
  union all
  select ${ORDER_OF_CODE}, 'a message about CIP ' || c.number || ' is to be sent' from sandbox.notification n
    join sandbox.cip c on c.number = n.cip where n.next_at is not null
  union all
  select ${ORDER_OF_CODE}, 'money on CIP ' || c.number || ' has no receipt' from sandbox.cip c
    join cip k on k.number = c.number::text
    where c.status = 'paid' and not exists (select 1 from receipt r where r.cip_id = k.id)
  union all
  select p.order_id, 'CIP ' || k.number || ' is to be retired' from cip k join payment p on p.id = k.payment_id
    where k.retire_at is not null`;

interface PaymentRow {
  id: string;
  order_id: string;
  state: string;
  base_state: string;
  stock: string;
  unconfirmed: boolean;
  expires_ms: number;
  holds: { generation: number; state: string }[];
  receipts: { cip: string; counts: string; reversed: boolean }[];
  cases: string[];
  current: number;
}

function readPayments(database: TestDatabase): Promise<PaymentRow[]> {
  return database.query<PaymentRow>(`
    select p.id, p.order_id, p.state, p.base_state, p.stock, p.unconfirmed,
      extract(epoch from p.expires_at)::float8 * 1000 as expires_ms,
      coalesce((select jsonb_agg(jsonb_build_object('generation', h.generation, 'state', h.state)) from stock_hold h
        where h.payment_id = p.id), '[]') as holds,
      coalesce((select jsonb_agg(jsonb_build_object('cip', c.number, 'counts', r.counts, 'reversed', r.reversed_at is not null))
        from receipt r join cip c on c.id = r.cip_id where r.payment_id = p.id), '[]') as receipts,
      coalesce((select jsonb_agg(k.kind) from review_case k where k.payment_id = p.id), '[]') as cases,
      (select count(*)::int from cip c where c.payment_id = p.id and c.current) as current
    from payment p order by p.id`);
}

interface GatewayCipRow {
  number: string;
  payment_id: string;
  arrived: boolean;
}

/** Every CIP that the sandbox ever made, joined to our row by the transaction code that we sent. */
function readGatewayCips(database: TestDatabase): Promise<GatewayCipRow[]> {
  return database.query<GatewayCipRow>(`
    select c.number::text as number, k.payment_id,
      exists (select 1 from sandbox.notification n where n.cip = c.number and n.event_type = 'cip.paid' and n.state = 'delivered') as arrived
    from sandbox.cip c join cip k on k.transaction_code = c.transaction_code order by c.number`);
}

function toPayment(row: PaymentRow, moments: Pick<PaymentRecord, 'paidAtMs' | 'closedAtMs'>): PaymentRecord {
  return {
    id: row.id,
    state: row.state,
    base: row.base_state,
    stock: row.stock,
    unconfirmed: row.unconfirmed,
    ...moments,
    expiresAtBusinessMs: row.expires_ms,
    holds: row.holds,
    receipts: row.receipts,
    cases: row.cases,
    currentCips: row.current,
  };
}

function toCip(row: GatewayCipRow, knownAtMs: number | null, journal: readonly JournalEntry[]): CipRecord {
  const own = journal.filter((entry) => entry.subject === row.number);
  return {
    number: row.number,
    paymentId: row.payment_id,
    knownAtMs,
    states: own.flatMap((entry) =>
      entry.what === 'gateway_cip'
        ? [{ fromMs: entry.atMs, status: entry.data.status, expiresAtBusinessMs: entry.data.expiresAtMs }]
        : [],
    ),
    moneyAtMs: own.flatMap((entry) => (entry.what === 'money' ? [entry.atMs] : [])),
    announced: row.arrived,
  };
}

type PaymentEntry = Extract<JournalEntry, { what: 'payment' }>;

/** By payment, the first moment at which its own row was so. */
function firstMoments(journal: readonly JournalEntry[], isSo: (entry: PaymentEntry) => boolean): Map<string, number> {
  const moments = new Map<string, number>();
  for (const entry of journal) {
    if (entry.what === 'payment' && isSo(entry) && !moments.has(entry.subject)) moments.set(entry.subject, entry.atMs);
  }
  return moments;
}
