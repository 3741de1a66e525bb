import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { EVENT_SUCCESSION } from './event-succession.js';
import type { CaseKind } from './case-rules.js';
import type { EventType, Observation } from './observation.js';
import { EVENT_TYPES } from './observation.js';
import type { Cip, OrderBook, Payment } from './order-book.js';
import { openCommandOf } from './order-book.js';
import { cipOf, commandOf, NOW, paymentOf } from './order-book.fixture.js';
import { DEFAULT_POLL_SCHEDULE } from './poll-schedule.js';

const MINUTE_MS = 60_000;
const AMOUNT = 12_990n;

/** One thing that happens; `pick` chooses among what the payment has at that moment. */
interface Step {
  readonly what: (typeof HAPPENINGS)[number];
  readonly pick: number;
  readonly minutes: number;
}

const HAPPENINGS = [
  'created',
  'create_refused',
  'create_lost',
  'found',
  'money',
  'wrong_money',
  'second_money',
  'reversal',
  'status',
  'extend',
  'reissue',
  'cancel',
  'done',
  'void',
  'deadline',
  'close',
  'remind',
  'accept',
  'close_case',
  'refund',
] as const;

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...HAPPENINGS),
  pick: fc.nat(7),
  minutes: fc.constantFrom(0, 1, 20, 70, 400),
});

/** A payment as checkout opens it, before its code was asked for. */
function opened(id: 'pay_a' | 'pay_b'): Payment {
  const cipId = `cip_${id}_1`;
  return paymentOf({
    id,
    baseState: 'created',
    remindBeforeS: [1800],
    expiresAt: new Date(NOW.getTime() + 3 * 60 * MINUTE_MS),
    cips: [cipOf(cipId, { number: null, status: 'requested' })],
    commands: [commandOf({ id: `cmd_${id}_1`, cipId, status: 'sent' })],
  });
}

/** Receipts get their ids when they are written. */
function named(payment: Payment): Payment {
  const receipts = payment.receipts.map((receipt, nth) => ({
    ...receipt,
    id: receipt.id ?? `rcp_${payment.id}_${nth}`,
  }));
  return { ...payment, receipts };
}

/** Lives of one order: a payment, and perhaps another after the first was closed. */
class Life {
  readonly events = new Map<string, EventType[]>();
  private book: OrderBook = { shopId: 'shop', orderId: 'A-1', shippedBy: null, payments: [opened('pay_a')] };
  private now = NOW;
  private counter = 1;

  take({ what, pick, minutes }: Step): void {
    this.now = new Date(this.now.getTime() + minutes * MINUTE_MS);
    const [first, second] = this.book.payments;
    if (!first) throw new Error('the order has no payment');
    if (!second && pick === 7 && ['expired', 'cancelled', 'failed'].includes(first.state)) {
      this.observe({ kind: 'open', paymentId: 'pay_b', payment: opened('pay_b') });
      return;
    }
    const payment = second && pick % 2 === 0 ? second : first;
    if (what === 'refund') {
      this.giveBack(payment, pick);
      return;
    }
    const observation = this.observationOf(what, payment, pick);
    if (observation) this.observe(observation);
  }

  private observe(observation: Observation): void {
    const decision = decide(this.book, observation, { now: this.now, polls: DEFAULT_POLL_SCHEDULE });
    this.book = { ...decision.book, payments: decision.book.payments.map(named) };
    for (const effect of decision.effects) {
      if (effect.kind !== 'event') continue;
      this.events.set(effect.paymentId, [...(this.events.get(effect.paymentId) ?? []), effect.type]);
    }
  }

  /** Asked for, approved, sent and done by hand, whole or in part; refused where nothing is left. */
  private giveBack({ id: paymentId, receipts }: Payment, pick: number): void {
    const refundId = this.fresh('rfd');
    const actor = 'operator:ana';
    this.observe({
      kind: 'request_refund',
      paymentId,
      refundId,
      receiptId: receipts[pick % Math.max(receipts.length, 1)]?.id ?? null,
      amountMinor: pick > 4 ? 50n : null,
      reason: 'returned',
      channel: 'manual',
      destination: { sealed: 'k1:x', kind: 'cci', bank: '002', tail: '1234', givenBy: actor },
      creditNote: null,
      caseKey: null,
      actor,
    });
    this.observe({
      kind: 'approve_refund',
      paymentId,
      refundId,
      actor: 'operator:luis',
      checks: true,
      selfApprovalUpToMinor: 0n,
    });
    this.observe({ kind: 'refund_sent', paymentId, refundId, actor, bankReference: null });
    const evidence = [{ id: 'evd_1', sha256: 'ab' }];
    this.observe({ kind: 'refund_done', paymentId, refundId, actor, bankReference: null, evidence });
  }

  private observationOf(what: Exclude<Step['what'], 'refund'>, payment: Payment, pick: number): Observation | null {
    const { id: paymentId } = payment;
    const cip = payment.cips[pick % payment.cips.length];
    const command = openCommandOf(payment);
    const commandId = command?.id ?? 'none';
    if (!cip) return null;
    const begin = (change: Partial<Extract<Observation, { kind: 'begin_command' }>>): Observation => ({
      kind: 'begin_command',
      paymentId,
      commandId: this.fresh('cmd'),
      cipId: payment.cips.find(({ current }) => current)?.id ?? cip.id,
      command: 'delete',
      purpose: 'cancel',
      actor: 'storefront',
      ...change,
    });
    const later = new Date(this.now.getTime() + 240 * MINUTE_MS);
    switch (what) {
      case 'created':
        return {
          kind: 'cip_created',
          paymentId,
          cipId: command?.cipId ?? cip.id,
          commandId,
          number: this.fresh('7'),
          url: null,
          expiresAt: payment.expiresAt,
        };
      case 'create_refused':
        return {
          kind: 'create_refused',
          paymentId,
          cipId: command?.cipId ?? cip.id,
          commandId,
          code: '511',
          message: 'no',
        };
      case 'create_lost':
        return { kind: 'create_lost', paymentId, commandId, replacement: this.replacement() };
      case 'found':
        return { kind: 'cip_found', paymentId, cipId: cip.id, number: this.fresh('8') };
      case 'money':
      case 'second_money':
      case 'wrong_money':
      case 'reversal':
        return cip.number === null ? null : this.moneyOn(paymentId, cip, what);
      case 'status':
        return {
          kind: 'cip_status',
          paymentId,
          cipId: cip.id,
          status: (['pending', 'expired', 'removed'] as const)[pick % 3] ?? 'pending',
          observedAt: this.now,
        };
      case 'extend':
        return begin({ command: 'extend', purpose: 'extend', deadline: later });
      case 'reissue':
        return begin({ purpose: 'reissue', deadline: later });
      case 'cancel':
        return pick > 5 ? { kind: 'cancel_unsent', paymentId, actor: 'storefront' } : begin({});
      case 'done':
        if (command?.kind === 'extend') return { kind: 'extend_done', paymentId, commandId, confirmedBy: 'extend' };
        return {
          kind: 'delete_done',
          paymentId,
          commandId,
          confirmedBy: 'delete',
          ...(command?.purpose === 'reissue' ? { replacement: this.replacement() } : {}),
        };
      case 'void':
        return { kind: 'command_void', paymentId, commandId, reason: 'unreachable' };
      case 'deadline':
        return { kind: 'deadline', paymentId, graceMs: MINUTE_MS };
      case 'close':
        return {
          kind: 'close',
          paymentId,
          deadline: payment.expiresAt,
          answer: (['expired', 'removed', 'gateway_unreachable', 'never_had_a_cip'] as const)[pick % 4] ?? 'expired',
        };
      case 'remind':
        return { kind: 'remind', paymentId };
      case 'accept':
      case 'close_case': {
        const keys = [...payment.cases].filter(([, state]) => state === 'open').map(([key]) => key);
        const caseKey = keys[pick % Math.max(keys.length, 1)];
        if (caseKey === undefined) return null;
        return {
          kind: 'resolve_case',
          paymentId,
          caseKey,
          caseKind: caseKey.split(':')[0] as CaseKind,
          resolution: what === 'accept' ? 'accept' : 'close',
          reason: 'looked at',
          actor: 'operator',
        };
      }
    }
  }

  private moneyOn(
    paymentId: string,
    cip: Cip,
    what: 'money' | 'second_money' | 'wrong_money' | 'reversal',
  ): Observation {
    return {
      kind: 'money',
      paymentId,
      fact: {
        cipId: cip.id,
        kind: what === 'reversal' ? 'reversed' : 'paid',
        source: 'notification',
        operationNumber: what === 'second_money' ? '78' : '77',
        amountMinor: what === 'wrong_money' ? 100n : AMOUNT,
        currency: 'PEN',
        occurredAt: null,
        observedAt: this.now,
        evidence: null,
      },
    };
  }

  private replacement(): { commandId: string; cipId: string; transactionCode: string } {
    return { commandId: this.fresh('cmd'), cipId: this.fresh('cip'), transactionCode: this.fresh('code') };
  }

  private fresh(prefix: string): string {
    this.counter += 1;
    return `${prefix}_${this.counter}`;
  }
}

describe('the events of a payment', () => {
  it('follow each other as the table says, and everything that the table says happens', () => {
    const seen = new Map<string, Set<EventType>>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
        const life = new Life();
        for (const one of steps) life.take(one);
        for (const types of life.events.values()) {
          let before: 'start' | EventType = 'start';
          for (const type of types) {
            seen.set(before, (seen.get(before) ?? new Set()).add(type));
            before = type;
          }
        }
      }),
      // Fixed, so that the second half does not depend on luck.
      { numRuns: 20_000, seed: 20261125 },
    );
    const found = Object.fromEntries(
      (['start', ...EVENT_TYPES] as const).map((type) => [
        type,
        EVENT_TYPES.filter((next) => seen.get(type)?.has(next)),
      ]),
    );
    expect(found).toEqual(EVENT_SUCCESSION);
  });
});
