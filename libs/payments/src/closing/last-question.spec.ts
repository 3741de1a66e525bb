import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnconfirmedReason } from '../domain/index.js';
import type { CipRecord } from '../gateway.port.js';
import type { AskedCip, SearchAnswers } from '../searches/cip-search.service.js';
import type { DuePayment } from './last-question.js';
import { nextStep } from './last-question.js';

const DEADLINE = new Date('2026-11-25T05:00:00.000Z');
const GRACE_MS = 600_000;
const MAX_HOLD_MS = 72 * 3_600_000;
const GIVES_UP_AT = DEADLINE.getTime() + GRACE_MS + MAX_HOLD_MS;

const STATUSES = ['pending', 'paid', 'expired', 'removed', 'unknown'] as const;
/** What came of asking about one CIP. */
type Heard = (typeof STATUSES)[number] | 'unasked' | 'absent' | 'other_reference';

function cip(id: string): AskedCip {
  return {
    id,
    paymentId: 'pay',
    accountId: 'acc',
    number: `9${id}`,
    transactionCode: `code-${id}`,
    amountMinor: 100n,
    currency: 'PEN',
  };
}

function ask(heard: readonly Heard[], change: Partial<DuePayment> & { now?: Date } = {}): ReturnType<typeof nextStep> {
  const cips = heard.map((_, index) => cip(String(index)));
  const records = new Map<string, CipRecord>();
  const unasked = new Set<string>();
  for (const [index, said] of heard.entries()) {
    if (said === 'unasked') unasked.add(String(index));
    else if (said !== 'absent')
      records.set(String(index), {
        number: `9${index}`,
        transactionCode: said === 'other_reference' ? 'somebody else' : `code-${index}`,
        amountMinor: 100n,
        currency: 'PEN',
        status: said === 'other_reference' ? 'paid' : said,
        rawStatus: null,
        expiresAt: null,
        paidAt: null,
      });
  }
  const answers: SearchAnswers = { records, unasked, deferred: new Set() };
  const { now = DEADLINE, ...rest } = change;
  const payment: DuePayment = { id: 'pay', expiresAt: DEADLINE, heldFor: null, waiting: false, cips, ...rest };
  return nextStep(payment, answers, { now, graceMs: GRACE_MS, maxHoldMs: MAX_HOLD_MS });
}

describe('the last question', () => {
  it('closes when every CIP ended or is spent, and deletes one at a time what is still open', () => {
    expect(ask([])).toEqual({ kind: 'close', answer: 'never_had_a_cip' });
    expect(ask(['expired'])).toEqual({ kind: 'close', answer: 'expired' });
    expect(ask(['removed', 'paid'])).toEqual({ kind: 'close', answer: 'expired' });
    expect(ask(['expired', 'pending'])).toMatchObject({ kind: 'delete', cip: { id: '1' }, more: false });
    expect(ask(['pending', 'pending'])).toMatchObject({ kind: 'delete', cip: { id: '0' }, more: true });
  });

  it('holds when any CIP was not answered for, whatever was said of the others', () => {
    const heard = fc.array(fc.constantFrom<Heard>(...STATUSES, 'unasked', 'absent', 'other_reference'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(heard, fc.integer({ min: 0, max: 2 * MAX_HOLD_MS }), fc.boolean(), (said, afterMs, tried) => {
        const now = new Date(DEADLINE.getTime() + afterMs);
        const step = ask(said, { now, heldFor: tried ? 'gateway_unreachable' : null });
        const known = said.every((one) => !['unasked', 'absent', 'unknown', 'other_reference'].includes(one));
        if (known) expect(step.kind).toBe(said.includes('pending') ? 'delete' : 'close');
        else expect(step.kind).toBe(tried && now.getTime() >= GIVES_UP_AT ? 'close' : 'hold');
        if (!known && step.kind === 'close') expect(isUnconfirmedReason(step.answer)).toBe(true);
      }),
    );
  });

  it('names what stands in the way, and counts EXPIRY_MAX_HOLD to the millisecond', () => {
    expect(ask(['unasked', 'absent'])).toEqual({ kind: 'hold', why: 'gateway_unreachable' });
    expect(ask(['unknown', 'expired'])).toEqual({ kind: 'hold', why: 'no_status' });
    expect(ask(['other_reference', 'pending'])).toEqual({ kind: 'hold', why: 'other_reference' });
    const tried = { heldFor: 'no_status' } as const;
    expect(ask(['absent'], { ...tried, now: new Date(GIVES_UP_AT - 1) }).kind).toBe('hold');
    expect(ask(['absent'], { ...tried, now: new Date(GIVES_UP_AT) })).toEqual({ kind: 'close', answer: 'no_status' });
    // Held for something else is not tried.
    expect(ask(['absent'], { heldFor: 'notification_waiting', now: new Date(GIVES_UP_AT) }).kind).toBe('hold');
  });
});
