import { describe, expect, it } from 'vitest';
import type { Payment } from '#payments';
import { AFTER, BEFORE, command, payment, receipt, shownCip } from './payment.fixture.js';
import type { PayPageState } from './pay-page.state.js';
import { payableCip, payPageState, pollAfterMs } from './pay-page.state.js';

const openCase = new Map([['case', 'open' as const]]);
const resolvedCase = new Map([['case', 'resolved' as const]]);
const money = { receipts: [receipt()] };

describe('what a shopper is told', () => {
  it.each<[string, Partial<Payment>, PayPageState]>([
    [
      'a payment without a code yet',
      { state: 'created', cips: [shownCip({ number: null, status: 'requested' })], commands: [command('create')] },
      'preparing',
    ],
    ['a payment whose code never was asked for', { state: 'created', cips: [] }, 'codeless'],
    [
      'a payment that gets another code',
      {
        cips: [shownCip({ id: 'cip_0', current: false }), shownCip({ number: null, status: 'requested' })],
        commands: [command('create')],
      },
      'preparing',
    ],
    ['a payment whose next code was refused', { cips: [shownCip({ current: false })] }, 'codeless'],
    ['a payment whose code is being taken back', { commands: [command('delete')] }, 'codeless'],
    ['a payment whose code PagoEfectivo let expire', { cips: [shownCip({ status: 'expired' })] }, 'codeless'],
    ['a payment whose deadline is being moved', { commands: [command('extend')] }, 'waiting'],
    ['a payment whose former code is being taken back', { commands: [command('delete', 'cip_0')] }, 'waiting'],
    ['a payment with a code', {}, 'waiting'],
    ['a payment of the wrong amount', { receipts: [receipt({ counts: 'disputed' })], cases: openCase }, 'review'],
    ['a paid order', { state: 'paid', ...money }, 'received'],
    ['an order paid twice', { state: 'paid', ...money, cases: openCase }, 'received'],
    ['an order paid late', { state: 'paid', late: true, ...money, cases: openCase }, 'review'],
    ['late money that was accepted', { state: 'paid', late: true, ...money, cases: resolvedCase }, 'received'],
    ['an expired order', { state: 'expired' }, 'expired'],
    ['an order closed without confirmation', { state: 'expired', cases: openCase }, 'expired'],
    ['a closed order with money of another amount', { state: 'expired', ...money, cases: openCase }, 'review'],
    ['a cancelled order', { state: 'cancelled' }, 'cancelled'],
    ['an order that PagoEfectivo declined', { state: 'failed' }, 'failed'],
    ['money that was taken back', { state: 'reversed', ...money, cases: openCase }, 'reversed'],
    ['money that was given back', { state: 'refunded', ...money }, 'refunded'],
    ['an order in its last minutes', { state: 'expiring' }, 'closing'],
  ])('of %s', (_what, change, expected) => {
    expect(payPageState(payment(change), BEFORE)).toBe(expected);
  });

  it('changes with the deadline and not with the clock that closes the payment', () => {
    expect(payPageState(payment(), new Date(AFTER.getTime() - 1))).toBe('waiting');
    expect(payPageState(payment(), AFTER)).toBe('closing');
    expect(payPageState(payment({ state: 'created', cips: [] }), AFTER)).toBe('closing');
    expect(payPageState(payment({ state: 'paid', ...money }), AFTER)).toBe('received');
  });
});

describe('the code to pay with', () => {
  it('is the current one, while it may be paid and not a moment longer', () => {
    const cips = [shownCip({ id: 'cip_0', number: '1', current: false }), shownCip()];
    expect(payableCip(payment({ cips }), BEFORE)?.number).toBe('213803274');
    expect(payableCip(payment({ cips }), AFTER)).toBeNull();
    expect(payableCip(payment({ cips, state: 'paid', ...money }), BEFORE)).toBeNull();
    expect(payableCip(payment({ cips, commands: [command('delete')] }), BEFORE)).toBeNull();
  });
});

describe('how soon the page asks again', () => {
  it('is seconds while something is expected and never after the end', () => {
    expect(pollAfterMs('waiting')).toBeLessThanOrEqual(5_000);
    expect(pollAfterMs('expired')).toBeGreaterThan(5_000);
    expect(pollAfterMs('received')).toBeNull();
  });
});
