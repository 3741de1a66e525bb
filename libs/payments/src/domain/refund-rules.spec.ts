import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.js';
import type { OrderBook } from './order-book.js';
import { at, commandOf, money, NOW, play } from './order-book.fixture.js';
import {
  accepted,
  approve,
  begin,
  DESTINATION,
  only,
  paidBook,
  refundsOf,
  refusedCall,
  request,
  reversal,
  step,
} from './refund.fixture.js';
import type { RefundState } from './refund.js';
import { judgeRefundMove } from './refund.js';

describe('a refund', () => {
  it('reserves the rest of the receipt, goes out, and makes a payment whose money all went back refunded', () => {
    const result = play(paidBook(), [
      request({ creditNote: 'FC01-7' }),
      approve(),
      step('sent'),
      step('done'),
      step('done'),
    ]);
    expect(result.verdicts).toEqual(['applied', 'applied', 'applied', 'applied', 'already']);
    expect(only(result)).toMatchObject({ state: 'refunded', stock: 'committed' });
    expect(only(result).refunds[0]).toMatchObject({
      amountMinor: 12_990n,
      approvedBy: 'operator:luis@shop.example',
      selfApproved: false,
      bankReference: '889',
      sentAt: NOW,
    });
    expect(result.events).toEqual(['pay_a order.refunded rfd_1']);
  });

  it('leaves the payment paid while a part of its money is still there, and takes no more than that', () => {
    const part = request({ amountMinor: 5_000n });
    const result = play(paidBook(), [
      part,
      approve(),
      step('sent'),
      step('done'),
      request({ refundId: 'rfd_2', amountMinor: 7_991n }),
      request({ refundId: 'rfd_3' }),
      request({ refundId: 'rfd_4' }),
      request({ refundId: 'rfd_5', receiptId: 'rcp_1', amountMinor: 1n }),
    ]);
    expect(result.verdicts.slice(4)).toEqual([
      'refund_exceeds_receipt',
      'applied',
      'receipt_not_refundable',
      'refund_exceeds_receipt',
    ]);
    expect(only(result).state).toBe('paid');
    expect(only(result).refunds[1]).toMatchObject({ id: 'rfd_3', amountMinor: 7_990n });
  });

  it('is one wish, however often it is asked for, and frees its amount when it is rejected or bounces', () => {
    const again = play(paidBook(), [request(), request(), step('reject'), request({ refundId: 'rfd_2' })]);
    expect(again.verdicts).toEqual(['applied', 'already', 'applied', 'applied']);
    const bounced = play(paidBook(), [
      request(),
      approve(),
      step('sent'),
      step('bounced'),
      request({ refundId: 'rfd_2' }),
    ]);
    expect(refundsOf(bounced)).toEqual([
      ['rfd_1', 'bounced'],
      ['rfd_2', 'requested'],
    ]);
    expect(only(bounced).refunds[0]).toMatchObject({ endReason: 'The account is closed.' });
  });

  it('returns surplus money and money of a wrong amount without changing what the payment is', () => {
    const wrong = play(paidBook(money({ amountMinor: 100n })), [request(), approve(), step('sent'), step('done')]);
    expect(only(wrong)).toMatchObject({ state: 'pending', stock: 'held' });
    const twice = paidBook(money(), money({ operationNumber: '78', occurredAt: at(-4) }));
    expect(play(twice, [request()]).verdicts).toEqual(['receipt_ambiguous']);
    const surplus = play(twice, [request({ receiptId: 'rcp_2' }), approve(), step('sent'), step('done')]);
    expect(only(surplus)).toMatchObject({ state: 'paid' });
    const both = play(surplus.book, [
      request({ refundId: 'rfd_2' }),
      approve('operator:luis@shop.example', 'rfd_2'),
      step('sent', 'rfd_2'),
      step('done', 'rfd_2'),
    ]);
    expect(only(both)).toMatchObject({ state: 'refunded' });
  });

  it('is not asked for, approved or sent for money that PagoEfectivo took back', () => {
    expect(play(paidBook(money(), reversal(0)), [request({ receiptId: 'rcp_1' })]).verdicts).toEqual([
      'receipt_not_refundable',
    ]);
    expect(play(paidBook(), [request(), reversal(0), approve()]).verdicts.at(-1)).toBe('receipt_not_refundable');
    const late = play(paidBook(), [request(), approve(), reversal(0), step('sent'), step('reject')]);
    expect(late.verdicts.slice(-2)).toEqual(['receipt_not_refundable', 'applied']);
    const api = play(paidBook(), [request({ channel: 'api' }), approve(), reversal(0), begin()]);
    expect(api.verdicts.at(-1)).toBe('receipt_not_refundable');
  });

  it('is paid again when other money is heard of after all of it went back', () => {
    const done = play(paidBook(), [request(), approve(), step('sent'), step('done')]);
    const second = play(done.book, [money({ operationNumber: '78', occurredAt: at(-9) })]);
    expect(only(second)).toMatchObject({ state: 'paid' });
    expect(second.events).toEqual(['pay_a order.review_required paid_twice:pay_a:2']);
  });

  it('knows no way but those of its table', () => {
    const states: RefundState[] = ['requested', 'approved', 'sent', 'done', 'bounced', 'rejected'];
    const ways = states.flatMap((from) =>
      states.filter((to) => judgeRefundMove({ from, to }) === 'apply').map((to) => `${from} > ${to}`),
    );
    expect(ways).toEqual([
      'requested > approved',
      'requested > rejected',
      'approved > sent',
      'approved > rejected',
      'sent > approved',
      'sent > done',
      'sent > bounced',
    ]);
    expect(play(paidBook(), [request(), step('sent'), step('done'), step('bounced')]).verdicts.slice(1)).toEqual([
      'refund_not_in_state',
      'refund_not_in_state',
      'refund_not_in_state',
    ]);
  });
});

describe('four eyes', () => {
  const ana = 'operator:ana@shop.example';

  it('lets one approve oneself up to the limit, and says so in the record', () => {
    const small = play(paidBook(), [request(), approve(ana, 'rfd_1', 12_990n)]);
    expect(only(small).refunds[0]).toMatchObject({ state: 'approved', approvedBy: ana, selfApproved: true });
    expect(play(paidBook(), [request(), approve(ana, 'rfd_1', 12_989n)]).verdicts.at(-1)).toBe(
      'refund_needs_another_approver',
    );
  });

  it('adds up what one approved oneself for a payment, so that a large refund is not cut into small ones', () => {
    const cut = play(paidBook(), [
      request({ amountMinor: 6_000n }),
      request({ refundId: 'rfd_2', amountMinor: 6_000n }),
      approve(ana, 'rfd_1', 10_000n),
      approve(ana, 'rfd_2', 10_000n),
    ]);
    expect(cut.verdicts.slice(2)).toEqual(['applied', 'refund_needs_another_approver']);
  });

  it('counts whoever said where the money goes as a maker, and lets nobody change it after the approval', () => {
    const asked = request({ destination: null, actor: 'key:ck_test_abc' });
    const describe = (): Observation => ({
      kind: 'describe_refund',
      paymentId: 'pay_a',
      refundId: 'rfd_1',
      actor: ana,
      destination: DESTINATION,
      creditNote: null,
    });
    const result = play(paidBook(), [asked, approve(), describe(), approve(ana, 'rfd_1', 0n), approve(), describe()]);
    expect(result.verdicts).toEqual([
      'applied',
      'refund_destination_missing',
      'applied',
      'refund_needs_another_approver',
      'applied',
      'refund_not_in_state',
    ]);
  });

  it('lets an API key approve its own small wishes and nobody else’s', () => {
    const key = 'key:ck_test_abc';
    expect(play(paidBook(), [request({ actor: key }), approve(key)]).verdicts.at(-1)).toBe('applied');
    expect(play(paidBook(), [request(), approve(key)]).verdicts.at(-1)).toBe('refund_needs_another_approver');
  });
});

describe('a refund by API', () => {
  const approved = (): OrderBook => play(paidBook(), [request({ channel: 'api', destination: null }), approve()]).book;

  it('is done by the answer, and the announcement that follows reverses nothing', () => {
    const result = play(approved(), [begin(), accepted(), reversal(1)]);
    expect(result.events).toEqual(['pay_a order.refunded rfd_1']);
    expect(only(result)).toMatchObject({ state: 'refunded' });
    expect(only(result).receipts[0]).toMatchObject({ reversedAt: null });
  });

  it('is done by the announcement that comes first, and the answer then adds nothing', () => {
    const result = play(approved(), [begin(), reversal(0), accepted()]);
    expect(result.verdicts).toEqual(['applied', 'applied', 'unknown_command']);
    expect(result.events).toEqual(['pay_a order.refunded rfd_1']);
    expect(only(result).commands[0]).toMatchObject({ status: 'done', nextAt: null });
    expect(only(result).refunds[0]).toMatchObject({ state: 'done' });
  });

  it('explains one announcement: a second, another amount or one from before the call is a reversal', () => {
    const second = play(approved(), [begin(), accepted(), reversal(1), reversal(2, '901')]);
    expect(second.events).toContain('pay_a order.reversed reversal:cip_1:901');
    const other = play(approved(), [begin(), reversal(1, '900', 100n), accepted()]);
    expect(other.events).toContain('pay_a order.reversed reversal:cip_1:900');
    const before = play(approved(), [begin(), reversal(-1)]);
    expect(before.events).toEqual([
      'pay_a order.review_required reversed:reversal:cip_1:900',
      'pay_a order.reversed reversal:cip_1:900',
    ]);
  });

  it('leaves a reversal a reversal when the refund was refused or paid by hand', () => {
    const bounced = play(approved(), [begin(), refusedCall(true), reversal(1)]);
    expect(refundsOf(bounced)).toEqual([['rfd_1', 'bounced']]);
    expect(only(bounced)).toMatchObject({ state: 'reversed' });
    const byHand = play(paidBook(), [request(), approve(), step('sent'), reversal(1)]);
    expect(byHand.events).toContain('pay_a order.reversed reversal:cip_1:900');
  });

  it('is called again when the call did not leave, with the money still reserved', () => {
    const unsent = play(approved(), [
      begin(),
      { kind: 'command_void', paymentId: 'pay_a', commandId: 'cmd_1', reason: 'unreachable' },
      request({ refundId: 'rfd_2' }),
      begin('rfd_1', 'cmd_2'),
    ]);
    expect(unsent.verdicts).toEqual(['applied', 'applied', 'receipt_not_refundable', 'applied']);
    expect(only(unsent).refunds[0]).toMatchObject({ state: 'sent', refundCode: 'rfd_1' });
  });

  it('goes to a person when a repeated attempt is refused, because the first may have been carried out', () => {
    const unclear = play(approved(), [begin(), refusedCall(false)]);
    expect(only(unclear).refunds[0]).toMatchObject({ state: 'sent', uncertain: expect.stringContaining('113') });
    expect(play(unclear.book, [request({ refundId: 'rfd_2' })]).verdicts).toEqual(['receipt_not_refundable']);
    expect(play(unclear.book, [step('bounced')]).verdicts).toEqual(['applied']);
    expect(play(unclear.book, [step('done')]).events).toEqual(['pay_a order.refunded rfd_1']);
    expect(play(unclear.book, [reversal(3)]).events).toEqual(['pay_a order.refunded rfd_1']);
    expect(play(approved(), [begin(), step('done')]).verdicts.at(-1)).toBe('command_in_progress');
  });

  it('is not contradicted by searches that call the CIP unpaid after all of it was asked back', () => {
    const paid = money({ source: 'search', operationNumber: '', occurredAt: at(-5), observedAt: at(-4) });
    const pending = (minutes: number): Observation => ({
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId: 'cip_1',
      status: 'pending',
      observedAt: at(minutes),
    });
    const asked = [request({ channel: 'api', destination: null }), approve(), begin(), accepted()];
    const result = play(paidBook(money(), paid), [...asked, pending(5), pending(20)]);
    expect(only(result)).toMatchObject({ state: 'refunded' });
    expect(result.events).toEqual(['pay_a order.refunded rfd_1']);
    const part = asked.map((one) => (one.kind === 'request_refund' ? { ...one, amountMinor: 1n } : one));
    expect(play(paidBook(money(), paid), [...part, pending(5), pending(20)]).events).toContain(
      'pay_a order.reversed search:cip_1',
    );
  });

  it('is begun only for an approved refund of this channel', () => {
    expect(play(paidBook(), [request({ channel: 'api' }), begin()]).verdicts.at(-1)).toBe('refund_not_in_state');
    expect(play(paidBook(), [request(), approve(), begin()]).verdicts.at(-1)).toBe('refund_channel_unavailable');
    expect(play(approved(), [step('sent')]).verdicts).toEqual(['refund_channel_unavailable']);
    expect(play(approved(), [begin('rfd_9')]).verdicts).toEqual(['unknown_refund']);
    const waiting = approved().payments.map((payment) => ({ ...payment, waitingNotifications: 1 }));
    expect(play({ ...approved(), payments: waiting }, [begin()]).verdicts).toEqual(['notification_waiting']);
    const busy = approved().payments.map((payment) => ({ ...payment, commands: [commandOf({ id: 'cmd_9' })] }));
    expect(play({ ...approved(), payments: busy }, [begin()]).verdicts).toEqual(['command_in_progress']);
  });
});
