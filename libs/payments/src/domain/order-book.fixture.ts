import { decide } from './decide.js';
import type { Effect, Observation } from './observation.js';
import type { Cip, GatewayCommand, GatewayFact, OrderBook, Payment } from './order-book.js';
import type { BaseState } from './payment-state.js';
import { DEFAULT_POLL_SCHEDULE } from './poll-schedule.js';

export const NOW = new Date('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
export const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * MINUTE);

export function cipOf(id: string, change: Partial<Cip> = {}): Cip {
  return {
    id,
    transactionCode: `${id}-code`,
    number: `1000${id.slice(-1)}`,
    url: null,
    current: true,
    status: 'pending',
    statusAt: null,
    pendingSeen: [],
    expiresAt: at(60),
    createdAt: at(-60),
    pollAt: null,
    pollPriority: 'old',
    retireAt: null,
    announcedAt: null,
    ...change,
  };
}

export function paymentOf(change: Partial<Payment> = {}): Payment {
  const baseState: BaseState = change.baseState ?? 'pending';
  const open = ['created', 'pending', 'expiring'].includes(baseState);
  return {
    id: 'pay_a',
    accountId: 'acc',
    amountMinor: 12_990n,
    currency: 'PEN',
    baseState,
    state: baseState,
    late: false,
    unconfirmed: false,
    failure: null,
    stock: open ? 'held' : 'released',
    stockGeneration: 1,
    createdAt: at(-60),
    expiresAt: at(60),
    remindBeforeS: [],
    remindAt: null,
    nextAt: open ? at(60) : null,
    heldFor: null,
    paidAt: null,
    closedAt: open ? null : at(-1),
    cips: [cipOf('cip_1')],
    facts: [],
    receipts: [],
    refunds: [],
    commands: [],
    cases: new Map(),
    waitingNotifications: 0,
    ...change,
  };
}

export function bookOf(...payments: Payment[]): OrderBook {
  return { shopId: 'shop', orderId: 'A-1', shippedBy: null, payments };
}

export function money(change: Partial<GatewayFact> = {}, paymentId = 'pay_a'): Observation {
  return {
    kind: 'money',
    paymentId,
    fact: {
      cipId: 'cip_1',
      kind: 'paid',
      source: 'notification',
      operationNumber: '77',
      amountMinor: 12_990n,
      currency: 'PEN',
      occurredAt: at(-5),
      observedAt: NOW,
      evidence: null,
      ...change,
    },
  };
}

export interface Result {
  book: OrderBook;
  events: string[];
  verdicts: string[];
  effects: Effect[];
}

/** Plays observations on an order, one after the other. */
export function play(start: OrderBook, observations: readonly Observation[], now: Date = NOW): Result {
  const context = { now, polls: DEFAULT_POLL_SCHEDULE };
  let book = start;
  const events: string[] = [];
  const verdicts: string[] = [];
  const effects: Effect[] = [];
  for (const observation of observations) {
    const decision = decide(book, observation, context);
    book = decision.book;
    verdicts.push(decision.verdict.kind === 'refused' ? decision.verdict.why : decision.verdict.kind);
    effects.push(...decision.effects);
    for (const effect of decision.effects) {
      if (effect.kind === 'event') events.push(`${effect.paymentId} ${effect.type} ${effect.cause}`);
    }
  }
  return { book, events, verdicts, effects };
}

/** An open command of a payment. */
export function commandOf(change: Partial<GatewayCommand> = {}): GatewayCommand {
  return {
    id: 'cmd_1',
    cipId: 'cip_1',
    kind: 'create',
    purpose: 'checkout',
    status: 'unknown',
    actor: 'storefront',
    expiresAt: null,
    nextAt: null,
    outcome: null,
    ...change,
  };
}
