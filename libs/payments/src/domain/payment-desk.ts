import type { OpenedCase, ResolvedCase } from './case-effects.js';
import { caseOpened, caseResolved } from './case-effects.js';
import type { Effect, Refusal, Verdict } from './observation.js';
import type { CaseStanding, Cip, CommandPurpose, GatewayCommand, OrderBook, Payment } from './order-book.js';
import { isPayable, openCommandOf, paymentOf, replacePayment } from './order-book.js';
import type { BaseState } from './payment-state.js';
import { isOpen } from './payment-state.js';
import type { PollSchedule } from './poll-schedule.js';
import { nextPoll } from './poll-schedule.js';
import { nextReminder } from './reminders.js';
import { settleMoney } from './settle-money.js';

export interface Decision {
  readonly book: OrderBook;
  readonly effects: readonly Effect[];
  readonly verdict: Verdict;
}

export interface DecisionContext {
  readonly now: Date;
  readonly polls: PollSchedule;
}

/** An intent belongs to the process that wrote it for this long; then whoever looks carries it out. */
const INTENT_GRACE_MS = 30_000;

export function refuse(book: OrderBook, why: Refusal, paymentId?: string): Decision {
  return { book, effects: [], verdict: paymentId ? { kind: 'refused', why, paymentId } : { kind: 'refused', why } };
}

/** One observation on one payment of one order: the rules change the payment here, and its effects collect. */
export class PaymentDesk {
  readonly effects: Effect[] = [];

  constructor(
    readonly book: OrderBook,
    public payment: Payment,
    readonly context: DecisionContext,
  ) {}

  cip(cipId: string): Cip | undefined {
    return this.payment.cips.find((cip) => cip.id === cipId);
  }

  get openCommand(): GatewayCommand | undefined {
    return openCommandOf(this.payment);
  }

  changeCommand(changed: GatewayCommand): void {
    const commands = this.payment.commands.map((command) => (command.id === changed.id ? changed : command));
    this.payment = { ...this.payment, commands };
  }

  /** An intent, committed before anything is sent. */
  startCommand(start: {
    id: string;
    cipId: string;
    kind: GatewayCommand['kind'];
    purpose: CommandPurpose;
    actor: string;
    expiresAt: Date | null;
    refundId?: string;
  }): void {
    const nextAt = new Date(this.context.now.getTime() + INTENT_GRACE_MS);
    const command: GatewayCommand = { ...start, status: 'intent', nextAt, outcome: null };
    this.payment = { ...this.payment, commands: [...this.payment.commands, command] };
    this.history(`${command.kind}_intended`, command.actor, { purpose: command.purpose, command: command.id });
  }

  /** A late answer to a command that was given up settles no open command, and that is right. */
  settleCommand(commandId: string, status: 'done' | 'refused' | 'lost', outcome: Record<string, unknown> | null): void {
    const command = this.openCommand;
    if (command?.id === commandId) this.changeCommand({ ...command, status, nextAt: null, outcome });
  }

  moveBase(to: BaseState): void {
    this.payment = { ...this.payment, baseState: to };
  }

  fail(code: string, message: string): void {
    this.payment = { ...this.payment, failure: { code, message } };
    this.closeAs('failed', 'gateway', { code, message });
  }

  /** Closes and releases stock in one breath, unless money has already committed it (requirement R7). */
  closeAs(to: 'expired' | 'cancelled' | 'failed', actor: string, data: Record<string, unknown> = {}): void {
    this.moveBase(to);
    const releases = this.payment.stock === 'held';
    this.payment = {
      ...this.payment,
      closedAt: this.context.now,
      nextAt: null,
      stock: releases ? 'released' : this.payment.stock,
    };
    this.history(to, actor, { ...data, stockReleased: releases });
    this.event(`order.${to}`, this.payment.id);
  }

  openCase(opened: Omit<OpenedCase, 'paymentId'>): void {
    this.standCase(opened.key, 'open');
    this.effects.push(...caseOpened({ paymentId: this.payment.id, ...opened }));
  }

  resolveCase(resolved: Omit<ResolvedCase, 'paymentId'>): void {
    this.standCase(resolved.key, resolved.resolution === 'accept' ? 'accepted' : 'resolved');
    this.effects.push(...caseResolved({ paymentId: this.payment.id, ...resolved }));
  }

  private standCase(key: string, standing: CaseStanding): void {
    this.payment = { ...this.payment, cases: new Map(this.payment.cases).set(key, standing) };
  }

  event(type: Extract<Effect, { kind: 'event' }>['type'], cause: string): void {
    this.effects.push({ kind: 'event', paymentId: this.payment.id, type, cause });
  }

  history(type: string, actor: string, data: Record<string, unknown>): void {
    this.effects.push({ kind: 'history', paymentId: this.payment.id, type, actor, data });
  }

  refused(why: Refusal, paymentId?: string): Decision {
    return refuse(this.book, why, paymentId);
  }

  already(): Decision {
    return { book: this.book, effects: [], verdict: { kind: 'already' } };
  }

  /** Counts the money, plans what is due next, and puts the payment back into its order. */
  settled(book: OrderBook = this.book): Decision {
    const before = paymentOf(this.book, this.payment.id) ?? this.payment;
    const settled = settleMoney(replacePayment(book, this.payment), this.payment.id, this.context.now);
    const payment = paymentOf(settled.book, this.payment.id) ?? this.payment;
    const moved = payment.state !== before.state;
    const { now, polls: schedule } = this.context;
    const cips = payment.cips.map((cip): Cip => {
      const changed = before.cips.find((other) => other.id === cip.id) !== cip;
      if (!changed && !moved) return cip;
      const poll = nextPoll({ payment, cip, now, schedule });
      return {
        ...cip,
        pollAt: poll?.at ?? null,
        pollPriority: poll?.priority ?? 'old',
        retireAt: retireAt(payment, cip, now),
      };
    });
    const clock = isOpen(payment.state) ? {} : { nextAt: null, heldFor: null };
    return {
      book: replacePayment(settled.book, { ...payment, ...clock, cips, remindAt: remindAt(before, payment, now) }),
      effects: [...this.effects, ...settled.effects],
      verdict: { kind: 'applied' },
    };
  }
}

/**
 * A CIP that can still be paid and that nobody should pay any more: an orphan, the old one of a reissue, or any of a
 * payment that is paid or closed. It is to be deleted, from now on until it is.
 */
function retireAt(payment: Payment, cip: Cip, now: Date): Date | null {
  const wanted = cip.current && isOpen(payment.state);
  return isPayable(cip) && !wanted ? (cip.retireAt ?? now) : null;
}

/** Planned anew when the shopper gets a code or another deadline; otherwise it stays as it was planned. */
function remindAt(before: Payment, payment: Payment, now: Date): Date | null {
  if (payment.state !== 'pending') return null;
  const replan = before.state !== 'pending' || before.expiresAt.getTime() !== payment.expiresAt.getTime();
  return replan ? nextReminder(payment, now) : payment.remindAt;
}
