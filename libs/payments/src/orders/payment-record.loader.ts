import type { EntityManager } from 'typeorm';
import type {
  BaseState,
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
  PaymentRecord,
  PaymentState,
  PollPriority,
  Receipt,
  ReceiptCounts,
  StockState,
} from '../domain/index.js';
import { groupBy } from '../group-by.js';
import type { RefundRow } from '../refunds/refund.rows.js';
import { REFUNDS_OF_PAYMENTS, toRefund } from '../refunds/refund.rows.js';
import type { RowsOf } from '../statements.js';
import { runInOrder, statement } from '../statements.js';
import type { CustomerDetails, ItemDetails, PaymentDetails } from './payment-details.js';

export interface FoundPayment {
  readonly payment: PaymentRecord;
  readonly details: PaymentDetails;
}

export interface PaymentRow {
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

/** These payments as they stand, for whoever decides nothing: no lock, no other payments of their orders, no count of what waits. */
export async function loadRecords(manager: EntityManager, paymentIds: readonly string[]): Promise<FoundPayment[]> {
  const [rows, ...contents] = await runInOrder(manager, [
    statement<PaymentRow>(`select ${PAYMENT_COLUMNS} from payment where id = any($1)`, [paymentIds]),
    ...recordContentsOf(paymentIds),
  ]);
  return rows.map(recordsFrom(contents));
}

/** How a payment's row becomes the payment, with what belongs to it. */
export function recordsFrom(contents: RecordContents): (row: PaymentRow) => FoundPayment {
  const cips = groupBy(contents[0], (row) => row.payment_id);
  const facts = groupBy(contents[1], (row) => row.payment_id);
  const receipts = groupBy(contents[2], (row) => row.payment_id);
  const refunds = groupBy(contents[3], (row) => row.payment_id);
  const commands = groupBy(contents[4], (row) => row.payment_id);
  const cases = groupBy(contents[5], (row) => row.payment_id);
  const items = groupBy(contents[6], (row) => row.payment_id);
  const toRecord = (row: PaymentRow): PaymentRecord => ({
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
  return (row) => ({ payment: toRecord(row), details: toDetails(row, items.get(row.id) ?? []) });
}

/** What belongs to these payments. */
export function recordContentsOf(paymentIds: readonly string[]) {
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

export type RecordContents = RowsOf<ReturnType<typeof recordContentsOf>>;

export const PAYMENT_COLUMNS = `id, shop_id, account_id, livemode, order_id, amount_minor, currency, description, customer, metadata,
  return_url, page_token, state, base_state, late, unconfirmed, failure_code, failure_message, stock, stock_generation,
  event_sequence, history_sequence, history_digest, expires_at, remind_before_s, remind_at, next_at, held_for, paid_at,
  closed_at, created_at, updated_at`;
export const CIPS = `select id, payment_id, transaction_code, number, url, current, status, status_at, pending_seen, expires_at,
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

export interface CipRow {
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

export function toCip(row: CipRow): Cip {
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
