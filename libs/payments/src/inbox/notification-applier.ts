import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { columns } from '../columns.js';
import { isTransient } from '../database-errors.js';
import type { FactKind, Observation } from '../domain/index.js';
import { timeOfId } from '../identifiers.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import { inTransaction, runByCommit, runInOrder, statement } from '../statements.js';
import type { NotificationContent, NotificationReader } from './notification.reader.port.js';

export interface ApplierOptions {
  readonly onEvents?: () => void;
  /** Some notifications name a CIP that is not ours yet: the resolver should look. */
  readonly onWaiting?: () => void;
  /** A case waits for its shop's policy. */
  readonly onCasesDue?: () => void;
  readonly onFailed?: (failure: { notificationId: string; reason: string }) => void;
}

interface InboxRow {
  id: string;
  received_at: Date;
  account_id: string;
  raw: Buffer;
  extras_authenticated: boolean;
}

interface KnownCip {
  id: string;
  payment_id: string;
  account_id: string;
  number: string;
}

interface Plan {
  readonly row: InboxRow;
  readonly observation: Observation | null;
  readonly status: 'applied' | 'ignored' | 'waiting' | 'failed';
  readonly outcome: string;
  readonly paymentId: string | null;
  /** `cip.expired` proves nothing (wire fact: one integration knows it) but is a good moment to search. */
  readonly searchCipId: string | null;
}

/**
 * Applies stored notifications to payments: all rows of a batch in one transaction with what they cause. A batch that
 * fails on its data is halved until the bad row stands alone; it is kept as failed, visible and replayable, and no
 * other row pays for it (invariants 1 and 9).
 */
export class NotificationApplier {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly read: NotificationReader,
    private readonly clock: Clock,
    private readonly options: ApplierOptions = {},
  ) {}

  /** Applies those of the given rows that are still to be applied. Returns how many it settled. */
  async applyIds(ids: readonly string[]): Promise<number> {
    return this.applyReceived(ids, idsReceived(ids));
  }

  private async applyReceived(ids: readonly string[], received: Received): Promise<number> {
    try {
      return await this.applyTogether(ids, received);
    } catch (error) {
      if (isTransient(error)) throw error;
      const [only] = ids;
      if (ids.length <= 1) return only === undefined ? 0 : this.fail(only, error);
      const middle = Math.ceil(ids.length / 2);
      const first = await this.applyReceived(ids.slice(0, middle), received);
      return first + (await this.applyReceived(ids.slice(middle), received));
    }
  }

  /** Applies what no job announced. Returns how many rows it settled; 0 when the inbox is drained. */
  async drain(limit = 500): Promise<number> {
    const due: { id: string; received_at: Date }[] = await this.dataSource.query(
      `select id, received_at from notification where status = 'pending' and next_at <= $1 order by next_at limit $2`,
      [this.clock.now(), limit],
    );
    return this.applyReceived(
      due.map((row) => row.id),
      between(due.map((row) => row.received_at.getTime())),
    );
  }

  private async applyTogether(ids: readonly string[], received: Received): Promise<number> {
    if (ids.length === 0) return 0;
    const { plans, events, casesDue } = await inTransaction(this.dataSource, async (manager) => {
      const rows = await takeRows(manager, ids, received);
      if (rows.length === 0) return { plans: [], events: 0, casesDue: false };
      const planned = await this.plan(manager, rows);
      const observations = planned.flatMap((plan) => (plan.observation ? [plan.observation] : []));
      const outcome = await this.ledger.observeMany(observations, manager);
      await this.settle(manager, planned);
      return { plans: planned, events: outcome.events, casesDue: outcome.casesDue };
    });
    if (events > 0) this.options.onEvents?.();
    if (casesDue) this.options.onCasesDue?.();
    if (plans.some((plan) => plan.status === 'waiting')) this.options.onWaiting?.();
    for (const plan of plans) {
      if (plan.status === 'failed') this.options.onFailed?.({ notificationId: plan.row.id, reason: plan.outcome });
    }
    return plans.length;
  }

  private async plan(manager: EntityManager, rows: readonly InboxRow[]): Promise<Plan[]> {
    const contents = rows.map((row) => ({ row, content: this.read(row.raw) }));
    const named = contents.flatMap(({ row, content }) =>
      'notification' in content ? [{ account: row.account_id, cip: content.notification.cip }] : [],
    );
    const [known] = await runInOrder(manager, [
      statement<KnownCip>(KNOWN_CIPS, [named.map((entry) => entry.account), named.map((entry) => entry.cip)]),
    ]);
    // The account is the one whose secret signed: a notification can only move that account's CIPs.
    const cips = new Map(known.map((cip) => [`${cip.account_id}|${cip.number}`, cip]));
    return contents.map(({ row, content }): Plan => {
      const base = { row, observation: null, paymentId: null, searchCipId: null };
      if (!('notification' in content)) return { ...base, status: 'failed', outcome: content.reason };
      const { notification } = content;
      const cip = cips.get(`${row.account_id}|${notification.cip}`);
      const paymentId = cip?.payment_id ?? null;
      switch (notification.eventType) {
        case 'cip.paid':
        case 'cip.refunded': {
          if (!cip) return { ...base, status: 'waiting', outcome: 'The CIP is not known yet.' };
          const kind = notification.eventType === 'cip.paid' ? 'paid' : 'reversed';
          return {
            ...base,
            paymentId,
            status: 'applied',
            outcome: kind,
            observation: moneyObservation({ kind, notification, cip, row }),
          };
        }
        case 'cip.expired':
          return {
            ...base,
            paymentId,
            status: 'ignored',
            outcome: 'A hint: the CIP is searched.',
            searchCipId: cip?.id ?? null,
          };
        default:
          return { ...base, paymentId, status: 'ignored', outcome: `Unknown event ${notification.eventType}.` };
      }
    });
  }

  private async settle(manager: EntityManager, plans: readonly Plan[]): Promise<void> {
    const now = this.clock.now();
    const rows = plans.map(({ row, status, outcome, paymentId }) => ({
      id: row.id,
      status,
      outcome,
      payment_id: paymentId,
    }));
    const hinted = plans.flatMap((plan) => (plan.searchCipId === null ? [] : [plan.searchCipId]));
    const received = [plans[0], plans.at(-1)].map((plan) => plan?.row.received_at ?? now);
    await runByCommit(manager, [
      statement(SETTLE, [...SETTLED.values(rows), now, ...received]),
      ...(hinted.length === 0 ? [] : [statement(SEARCH_NOW, [hinted, now])]),
    ]);
  }

  private async fail(id: string, error: unknown): Promise<number> {
    const reason = error instanceof Error ? error.message : String(error);
    const [, failed] = await this.dataSource.query(
      `update notification set status = 'failed', attempts = attempts + 1, outcome = $2, next_at = null, settled_at = $3
       where id = $1 and status = 'pending'`,
      [id, reason.slice(0, 500), this.clock.now()],
    );
    if (failed > 0) this.options.onFailed?.({ notificationId: id, reason });
    return failed as number;
  }
}

/** Locks those of the rows that are still to be applied and that nobody else applies right now, oldest first. */
async function takeRows(manager: EntityManager, ids: readonly string[], received: Received): Promise<InboxRow[]> {
  const [rows] = await runInOrder(manager, [statement<InboxRow>(TAKE, [ids, ...received])]);
  return rows;
}

/** Between when rows were received, which tells the months to look for them in. */
type Received = readonly [from: Date | '-infinity', to: Date | 'infinity'];

/** Of a row whose id tells nothing, or something else, the sweep knows better. */
function idsReceived(ids: readonly string[]): Received {
  return between(ids.map((id) => timeOfId(id)?.getTime() ?? Number.NaN));
}

function between(times: readonly number[]): Received {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  // A row's microseconds are lost in its date.
  return times.length === 0 || Number.isNaN(first) ? ['-infinity', 'infinity'] : [new Date(first), new Date(last + 1)];
}

const TAKE = `select id, received_at, account_id, raw, extras_authenticated from notification
  where id = any($1) and received_at between $2 and $3 and status = 'pending' order by received_at, id
  for update skip locked`;
const KNOWN_CIPS = `select id, payment_id, account_id, number from cip
  where (account_id, number) in (select * from unnest($1::text[], $2::text[])) and number = any($2)
    and account_id = any($1)`;
const SEARCH_NOW = `update cip set poll_at = $2, poll_priority = 'fresh' where id = any($1)`;

const SETTLED = columns({ id: 'text', status: 'text', outcome: 'text', payment_id: 'text' });
/** After the rows: now, and between when they were received. */
const SETTLE = `update notification n set status = x.status, outcome = x.outcome, payment_id = x.payment_id,
    attempts = attempts + 1, next_at = case when x.status = 'waiting' then $${SETTLED.next}::timestamptz end,
    settled_at = case when x.status = 'waiting' then null else $${SETTLED.next}::timestamptz end
  from ${SETTLED.source}
  where n.id = x.id and n.id = any($1::text[]) and n.received_at between $${SETTLED.next + 1} and $${SETTLED.next + 2}`;

function moneyObservation(input: {
  kind: FactKind;
  notification: NotificationContent;
  cip: KnownCip;
  row: InboxRow;
}): Observation {
  const { notification, cip, row } = input;
  return {
    kind: 'money',
    paymentId: cip.payment_id,
    fact: {
      cipId: cip.id,
      kind: input.kind,
      source: 'notification',
      operationNumber: notification.operationNumber,
      amountMinor: notification.amountMinor,
      currency: notification.currency,
      // A date outside the signed text is no evidence (pagoefectivo-api.md §12.1).
      occurredAt: row.extras_authenticated ? notification.paidAt : null,
      observedAt: row.received_at,
      evidence: row.id,
    },
  };
}
