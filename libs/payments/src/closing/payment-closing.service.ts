import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { HoldReason, Observation, Verdict } from '../domain/index.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { CipSearch } from '../searches/cip-search.service.js';
import type { CipDeletes, DeleteEnd, DeleteWish } from './cip-deletes.js';
import { DuePayments } from './due-payments.js';
import type { ClosingTimes, DuePayment, NextStep } from './last-question.js';
import { holdOrGiveUp, nextStep } from './last-question.js';

export interface ClosingOptions {
  readonly graceMs: number;
  /** How long a payment may wait for a gateway that does not say that its CIP ended (EXPIRY_MAX_HOLD). */
  readonly maxHoldMs: number;
  readonly onEvents?: () => void;
  readonly onFailed?: (error: unknown, what: string) => void;
}

const HOLD_MS = 5 * 60_000;
const WAITING_HOLD_MS = 15_000;
const SHORTEST_TURN_MS = 60_000;
const LONGEST_TURN_MS = 60 * 60_000;
/** Payments in one transaction. */
const BATCH = 500;
/** Batches beside each other: while one waits for the gateway or the database, the other decides. One where messages wait. */
const LANES = 2;

/** One payment's share of a batch: what was heard about it, and last what the clock wants. */
interface Turn {
  readonly payment: DuePayment;
  readonly observations: readonly Observation[];
}

/**
 * The clock. Closes what was not paid in two steps (requirements R7, R14): at the deadline the page closes and stock
 * stays held; after the grace the gateway is asked a last time, what is still payable is deleted, and only then, in
 * one transaction, the payment expires and its stock is released. Every other answer means hold (invariant 6), until
 * EXPIRY_MAX_HOLD.
 *
 * Works on batches: one claim, one search per GATEWAY_SEARCH_BATCH, one transaction for all that the answers allow. What
 * needs a delete goes on by itself and keeps the others waiting for nothing.
 */
export class PaymentClosing {
  private readonly due: DuePayments;

  constructor(
    dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly deletes: CipDeletes,
    private readonly search: CipSearch,
    private readonly clock: Clock,
    private readonly options: ClosingOptions,
  ) {
    this.due = new DuePayments(dataSource);
  }

  /**
   * Looks at payments whose moment has come, up to `limit` per lane and step. Returns how many it moved; those that the
   * budget of calls does not reach are given back as they were.
   */
  async sweep(limit = BATCH): Promise<number> {
    const count = (await this.due.inboxWaits(this.clock.now())) ? 1 : LANES;
    const lanes = await Promise.allSettled(Array.from({ length: count }, () => this.lane(limit)));
    const failed = lanes.find((lane) => lane.status === 'rejected');
    if (failed) throw failed.reason;
    return lanes.reduce((sum, lane) => sum + (lane.status === 'fulfilled' ? lane.value : 0), 0);
  }

  private async lane(limit: number): Promise<number> {
    const passed = await this.passDeadlines(limit);
    return passed + (await this.askLastQuestions(limit));
  }

  private async passDeadlines(limit: number): Promise<number> {
    const ids = await this.due.claimPassed(this.clock.now(), limit);
    const { graceMs } = this.options;
    const groups = ids.map((paymentId) => ({
      paymentId,
      observations: [{ kind: 'deadline' as const, paymentId, graceMs }],
    }));
    const { events } = await this.ledger.observeApart(groups, ({ paymentId }, error) => this.failed(paymentId, error));
    this.told(events);
    return ids.length;
  }

  private async askLastQuestions(limit: number): Promise<number> {
    const claimed = await this.due.claimExpiring(this.clock.now(), limit);
    if (claimed.length === 0) return 0;
    // While a verified notification waits to be applied, the question is not asked at all.
    const ready = claimed.filter((payment) => !payment.waiting);
    const waiting = claimed.filter((payment) => payment.waiting);
    const answers = await this.search.ask(
      ready.flatMap((payment) => payment.cips),
      { priority: 'deadline' },
    );
    const deferred = ready.filter((payment) => payment.cips.some((cip) => answers.deferred.has(cip.id)));
    await this.due.release(deferred.map((payment) => payment.id));

    const asked = ready
      .filter((payment) => !deferred.includes(payment))
      .map((payment) => ({ payment, step: nextStep(payment, answers, this.times) }));
    const wishes = asked.flatMap(({ payment, step }): DeleteWish[] =>
      step.kind === 'delete' ? [{ payment, cip: step.cip, more: step.more }] : [],
    );
    const granted = await this.deletes.grant(wishes);
    const turns = asked.map(({ payment, step }): Turn => {
      const heard = this.search.observations(payment.cips, answers);
      return { payment, observations: [...heard, this.observationOf(payment, step, granted.get(payment.id))] };
    });
    const begun = await this.settle([
      ...waiting.map((payment) => this.holdTurn(payment, WAITING_HOLD_MS, 'notification_waiting')),
      ...turns,
    ]);
    await this.deletes.run(
      [...granted.values()].filter((grant) => begun.has(grant.payment.id)),
      (ends) => this.finish(ends),
    );
    return claimed.length - deferred.length;
  }

  /** Deletes that ended, several together: what was confirmed closes in the same transaction. */
  private async finish(ends: readonly DeleteEnd[]): Promise<void> {
    await this.settle(
      ends.map(({ payment, more, observations }): Turn => {
        const confirmed = observations.some((observation) => observation.kind === 'delete_done');
        // It stays due, and its other CIP is asked about and deleted next.
        if (confirmed && more) return { payment, observations };
        const step: NextStep = confirmed
          ? { kind: 'close', answer: 'removed' }
          : holdOrGiveUp(payment, 'delete_unconfirmed', this.times);
        return { payment, observations: [...observations, this.observationOf(payment, step)] };
      }),
    );
  }

  private observationOf(payment: DuePayment, step: NextStep, grant?: { commandId: string }): Observation {
    const { id: paymentId, expiresAt: deadline } = payment;
    switch (step.kind) {
      case 'close':
        return { kind: 'close', paymentId, deadline, answer: step.answer };
      case 'hold':
        return this.hold(payment, HOLD_MS, step.why);
      case 'delete':
        if (!grant) return this.hold(payment, this.nextTurnMs(payment), 'delete_waits');
        return {
          kind: 'begin_command',
          paymentId,
          commandId: grant.commandId,
          cipId: step.cip.id,
          command: 'delete',
          purpose: 'close',
          actor: 'clock',
          deadline,
        };
    }
  }

  /** Applies turns together. Returns the payments whose last wish was granted. */
  private async settle(turns: readonly Turn[]): Promise<Set<string>> {
    const { outcomes, events } = await this.ledger.observeApart(turns, ({ payment }, error) =>
      this.failed(payment.id, error),
    );
    this.told(events);
    const last = outcomes.map(({ group, verdicts }) => ({ payment: group.payment, verdict: verdicts.at(-1) }));
    const held = last.flatMap(({ payment, verdict }): Turn[] => {
      const why = verdict && heldAfter(verdict);
      return why ? [this.holdTurn(payment, WAITING_HOLD_MS, why)] : [];
    });
    // A hold is never refused for these reasons, so this ends here.
    if (held.length > 0) await this.settle(held);
    return new Set(last.flatMap(({ payment, verdict }) => (verdict?.kind === 'applied' ? [payment.id] : [])));
  }

  private holdTurn(payment: DuePayment, ms: number, why: HoldReason): Turn {
    return { payment, observations: [this.hold(payment, ms, why)] };
  }

  private hold(payment: DuePayment, ms: number, why: HoldReason): Observation {
    return { kind: 'hold', paymentId: payment.id, nextAt: new Date(this.clock.now().getTime() + ms), why };
  }

  /** The longer a payment has waited for its delete, the later it is asked about again: questions cost budget, too. */
  private nextTurnMs(payment: DuePayment): number {
    const waitedMs = this.clock.now().getTime() - payment.expiresAt.getTime() - this.options.graceMs;
    return Math.min(LONGEST_TURN_MS, Math.max(SHORTEST_TURN_MS, waitedMs / 2));
  }

  private get times(): ClosingTimes {
    return { now: this.clock.now(), graceMs: this.options.graceMs, maxHoldMs: this.options.maxHoldMs };
  }

  private told(events: number): void {
    if (events > 0) this.options.onEvents?.();
  }

  private failed(paymentId: string, error: unknown): void {
    this.options.onFailed?.(error, `the clock could not move payment ${paymentId}`);
  }
}

/** What changed between answer and close; the payment is looked at again soon. */
function heldAfter(verdict: Verdict): HoldReason | null {
  if (verdict.kind !== 'refused') return null;
  if (verdict.why === 'notification_waiting') return 'notification_waiting';
  return verdict.why === 'cip_payable' ? 'new_code' : null;
}
