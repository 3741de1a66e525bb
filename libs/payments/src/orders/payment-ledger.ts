import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { isTransient } from '../database-errors.js';
import type { Decision, Observation, Verdict } from '../domain/index.js';
import { DEFAULT_POLL_SCHEDULE, decide, paymentOf } from '../domain/index.js';
import type { PollSchedules } from '../searches/poll-schedules.js';
import type { LoadedBooks } from './order-book.loader.js';
import { loadBooks, loadBooksOfPayments } from './order-book.loader.js';
import { writeBooks } from './order-book.writer.js';
import type { BookChange } from './payment-change.js';
import type { PaymentDetails } from './payment-details.js';

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
    if (observations.length === 0) return { verdicts: [], events: 0, casesDue: false };
    const work = async (manager: EntityManager): Promise<LedgerOutcome> => {
      const ids = [...new Set(observations.map((observation) => observation.paymentId))];
      return this.apply(manager, observations, await loadBooksOfPayments(manager, ids, { lock: true }));
    };
    if (within) return work(within);
    const outcome = await this.dataSource.transaction(work);
    if (outcome.casesDue) this.options.onCasesDue?.();
    return outcome;
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
    opening: { observation: Extract<Observation, { kind: 'open' }>; details: PaymentDetails },
  ): Promise<Verdict> {
    const { details, observation } = opening;
    const loaded = await loadBooks(manager, [{ shopId: details.shopId, orderId: details.orderId }], { lock: true });
    const outcome = await this.apply(manager, [observation], {
      ...loaded,
      details: new Map(loaded.details).set(details.paymentId, details),
    });
    const [verdict] = outcome.verdicts;
    if (!verdict) throw new Error('an opening got no verdict');
    return verdict;
  }

  private async apply(
    manager: EntityManager,
    observations: readonly Observation[],
    loaded: LoadedBooks,
  ): Promise<LedgerOutcome> {
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
    const { events, casesDue } = await writeBooks(manager, changes satisfies BookChange[], {
      now,
      publicUrl: this.options.publicUrl,
      details: loaded.details,
      counters: loaded.counters,
    });
    return { verdicts, events, casesDue };
  }
}
