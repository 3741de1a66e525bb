import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { isTransient } from '../database-errors.js';
import type { Decision, Observation, Verdict } from '../domain/index.js';
import { DEFAULT_POLL_SCHEDULE, decide, paymentOf } from '../domain/index.js';
import type { PollSchedules } from '../searches/poll-schedules.js';
import type { Statement } from '../statements.js';
import { inTransaction, runByCommit, runInOrder } from '../statements.js';
import type { LoadedBooks, WrittenBooks } from './order-book.loader.js';
import { emptyBook, lockBooksOfPayments, lockAsWritten, paymentsOfOrder } from './order-book.loader.js';
import type { WriteResult } from './order-book.writer.js';
import { writeBooks } from './order-book.writer.js';
import type { BookChange } from './payment-change.js';
import type { PaymentDetails } from './payment-details.js';
import type { FoundPayment } from './payment.reader.js';

export interface LedgerOptions {
  /** Where shoppers reach the payment page: it stands in every event. */
  readonly publicUrl: string;
  /** The product's own schedule for every account when absent. */
  readonly polls?: PollSchedules;
  /** After commit: a case waits for its shop's policy. Not called for work within a caller's transaction. */
  readonly onCasesDue?: () => void;
}

export interface LedgerOutcome {
  /** One per observation, in the order given. */
  readonly verdicts: readonly Verdict[];
  /** Events written: wake the relay when there are any. */
  readonly events: number;
  /** A case waits for its shop's policy: wake the cases' sweep. */
  readonly casesDue: boolean;
  /** A payment of the orders concerned as it is after the observations. */
  readonly found: (paymentId: string) => FoundPayment | null;
}

/** What to open, for which order. */
export interface Opening {
  readonly observation: Extract<Observation, { kind: 'open' }>;
  readonly details: PaymentDetails;
}

export interface OpeningOptions {
  /** Payments of the order that the transaction saw already; looked for when absent. */
  readonly earlier?: readonly { readonly id: string }[];
  /** Of the payment's command when it is written as sent: whoever opens makes the call. */
  readonly commandLeaseMs?: number;
}

export interface OpeningOutcome {
  readonly verdict: Verdict;
  /** The order as it was written; null when it had an earlier payment. */
  readonly written: LoadedBooks | null;
}

/**
 * The one door through which evidence changes payments (invariant 2). Locks all payments of each order concerned, in
 * id order, asks the pure `decide`, and writes receipts, state, history, stock, cases and events in one transaction.
 */
export class PaymentLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly options: LedgerOptions,
  ) {}

  async observe(observation: Observation, within?: EntityManager): Promise<LedgerOutcome & { verdict: Verdict }> {
    const outcome = await this.observeMany([observation], within);
    const [verdict] = outcome.verdicts;
    if (!verdict) throw new Error('an observation got no verdict');
    return { ...outcome, verdict };
  }

  /**
   * Applies observations in the order given; those of one order see each other's effect. Joins the caller's
   * transaction when given one. Observations about unknown payments are refused, never an error.
   */
  async observeMany(observations: readonly Observation[], within?: EntityManager): Promise<LedgerOutcome> {
    if (observations.length === 0) return { verdicts: [], events: 0, casesDue: false, found: () => null };
    const ids = [...new Set(observations.map((observation) => observation.paymentId))];
    const work = async (manager: EntityManager): Promise<LedgerOutcome> =>
      this.apply(manager, observations, await lockBooksOfPayments(manager, ids));
    return within ? work(within) : this.told(await inTransaction(this.dataSource, work));
  }

  /**
   * Applies observations about a payment that this process opened: what it wrote then is not loaded again, unless somebody
   * changed the payment since. `also` may add to the transaction what follows from the payment as it is then.
   */
  async observeOpened(
    opened: { readonly paymentId: string; readonly written: WrittenBooks | null },
    observations: readonly Observation[],
    also: (found: FoundPayment) => readonly Statement[],
  ): Promise<LedgerOutcome> {
    const { paymentId, written } = opened;
    const outcome = await inTransaction(this.dataSource, async (manager) => {
      const known = written && (await lockAsWritten(manager, paymentId, written));
      const loaded = known ?? (await lockBooksOfPayments(manager, [paymentId]));
      const applied = await this.apply(manager, observations, loaded);
      const found = applied.found(paymentId);
      if (found) await runByCommit(manager, also(found));
      return applied;
    });
    return this.told(outcome);
  }

  /**
   * Applies groups of observations together, each group whole. A batch that fails on its data is halved until the bad
   * group stands alone: it is told to `onBad`, changes nothing, and no other pays for it. Verdicts per group, in the
   * order given; none for a bad one. Connection errors are thrown.
   */
  async observeApart<Group extends { readonly observations: readonly Observation[] }>(
    groups: readonly Group[],
    onBad: (group: Group, error: unknown) => void,
  ): Promise<{ outcomes: { group: Group; verdicts: readonly Verdict[] }[]; events: number }> {
    try {
      const { verdicts, events } = await this.observeMany(groups.flatMap((group) => group.observations));
      let from = 0;
      const outcomes = groups.map((group) => {
        const to = from + group.observations.length;
        const own = verdicts.slice(from, to);
        from = to;
        return { group, verdicts: own };
      });
      return { outcomes, events };
    } catch (error) {
      if (isTransient(error)) throw error;
      const [only] = groups;
      if (only && groups.length === 1) onBad(only, error);
      if (groups.length <= 1) return { outcomes: [], events: 0 };
      const middle = Math.ceil(groups.length / 2);
      const first = await this.observeApart(groups.slice(0, middle), onBad);
      const second = await this.observeApart(groups.slice(middle), onBad);
      return { outcomes: [...first.outcomes, ...second.outcomes], events: first.events + second.events };
    }
  }

  /** Opens a payment for an order, beside its earlier ones; refused while one is open or paid. */
  async open(
    manager: EntityManager,
    { observation, details }: Opening,
    { earlier, commandLeaseMs }: OpeningOptions = {},
  ): Promise<OpeningOutcome> {
    const { paymentId, shopId, orderId } = details;
    const others = earlier ?? (await runInOrder(manager, [paymentsOfOrder({ shopId, orderId })]))[0];
    const isFirst = others.length === 0;
    const loaded = isFirst
      ? emptyBook({ shopId, orderId })
      : await lockBooksOfPayments(
          manager,
          others.map(({ id }) => id),
        );
    const opening = { ...loaded, details: new Map(loaded.details).set(paymentId, details) };
    const { verdicts, after } = await this.apply(manager, [observation], opening, commandLeaseMs);
    const [verdict] = verdicts;
    if (!verdict) throw new Error('an opening got no verdict');
    return { verdict, written: isFirst ? after : null };
  }

  private told(outcome: LedgerOutcome): LedgerOutcome {
    if (outcome.casesDue) this.options.onCasesDue?.();
    return outcome;
  }

  private async apply(
    manager: EntityManager,
    observations: readonly Observation[],
    loaded: LoadedBooks,
    commandLeaseMs?: number,
  ): Promise<LedgerOutcome & { after: LoadedBooks }> {
    const now = this.clock.now();
    const scheduleOf = (await this.options.polls?.read(manager)) ?? (() => DEFAULT_POLL_SCHEDULE);
    const changes = loaded.books.map((before) => ({ before, after: before, effects: [] as Decision['effects'] }));
    const byPayment = new Map(
      changes.flatMap((change) => change.before.payments.map((payment) => [payment.id, change] as const)),
    );
    const verdicts = observations.map((observation): Verdict => {
      const change = observation.kind === 'open' ? changes[0] : byPayment.get(observation.paymentId);
      if (!change) return { kind: 'refused', why: 'unknown_payment' };
      const payment =
        observation.kind === 'open' ? observation.payment : paymentOf(change.after, observation.paymentId);
      const polls = payment ? scheduleOf(payment.accountId) : DEFAULT_POLL_SCHEDULE;
      const decision = decide(change.after, observation, { now, polls });
      change.after = decision.book;
      change.effects = [...change.effects, ...decision.effects];
      return decision.verdict;
    });
    const written = await writeBooks(manager, changes satisfies BookChange[], {
      now,
      publicUrl: this.options.publicUrl,
      details: loaded.details,
      counters: loaded.counters,
      ...(commandLeaseMs === undefined ? {} : { commandLeaseMs }),
    });
    const { events, casesDue } = written;
    const after = afterwards({ loaded, changes, written, now });
    return { verdicts, events, casesDue, after, found: (paymentId) => foundIn(after, paymentId) };
  }
}

/** The books as they stand once the transaction is committed. */
function afterwards(change: {
  readonly loaded: LoadedBooks;
  readonly changes: readonly BookChange[];
  readonly written: WriteResult;
  readonly now: Date;
}): LoadedBooks {
  const { loaded, changes, written, now } = change;
  const details = new Map(loaded.details);
  for (const id of written.payments.keys()) {
    const before = details.get(id);
    if (before) details.set(id, { ...before, updatedAt: now });
  }
  const books = changes.map(({ after }) => ({
    ...after,
    payments: after.payments.map((payment) => written.payments.get(payment.id) ?? payment),
  }));
  return { books, details, counters: new Map([...loaded.counters, ...written.counters]) };
}

function foundIn({ books, details: known }: LoadedBooks, paymentId: string): FoundPayment | null {
  const details = known.get(paymentId);
  for (const { payments } of books) {
    const payment = payments.find(({ id }) => id === paymentId);
    if (payment && details) return { payment, details };
  }
  return null;
}
