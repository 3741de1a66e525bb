import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paidLateKey, paidTwiceKey, unconfirmedCloseKey, wrongAmountKey } from './case-keys.js';
import { allowsResolution, CASE_KINDS, type CaseKind, RESOLUTIONS, type Resolution } from './case-rules.js';
import type { Observation } from './observation.js';
import type { OrderBook } from './order-book.js';
import { at, bookOf, cipOf, commandOf, money, NOW, paymentOf, play } from './order-book.fixture.js';
import type { BaseState } from './payment-state.js';

const WRONG = wrongAmountKey({ cipId: 'cip_1', amountMinor: 12_000n, currency: 'PEN' });
const wrong = (operationNumber = '77') => money({ amountMinor: 12_000n, operationNumber });

type Resolve = Extract<Observation, { kind: 'resolve_case' }>;

function answer(resolution: Resolution, caseKind: CaseKind, caseKey: string, paymentId = 'pay_a'): Resolve {
  return { kind: 'resolve_case', paymentId, caseKey, caseKind, resolution, reason: 'because', actor: 'operator' };
}

const acceptWrong = answer('accept', 'wrong_amount', WRONG);

describe('a case', () => {
  it('takes the answers of its kind and refuses the others, whatever its order is like', () => {
    const kinds = CASE_KINDS.flatMap((kind) => RESOLUTIONS.map((resolution) => [kind, resolution] as const));
    for (const [kind, resolution] of kinds.filter(([one, two]) => !allowsResolution(one, two))) {
      const book = bookOf(paymentOf({ cases: new Map([['key', 'open']]) }));
      expect([kind, resolution, play(book, [answer(resolution, kind, 'key')]).verdicts]).toEqual([
        kind,
        resolution,
        ['resolution_not_allowed'],
      ]);
    }
  });

  describe('of a wrong amount', () => {
    it('that is accepted pays an open order: its goods are committed, order.paid goes out once', () => {
      const { book, events, verdicts } = play(bookOf(paymentOf()), [wrong(), acceptWrong, acceptWrong, wrong()]);
      expect(verdicts).toEqual(['applied', 'applied', 'already', 'already']);
      expect(book.payments[0]).toMatchObject({ state: 'paid', late: false, stock: 'committed', stockGeneration: 1 });
      expect(book.payments[0]?.receipts).toEqual([
        expect.objectContaining({ amountMinor: 12_000n, counts: 'applied' }),
      ]);
      expect(events).toEqual([
        `pay_a order.review_required ${WRONG}`,
        `pay_a order.review_resolved ${WRONG}`,
        'pay_a order.paid order',
      ]);
    });

    it('that is accepted pays a closed order late: goods are held anew, and no second case asks about it', () => {
      const { book, events } = play(bookOf(paymentOf({ baseState: 'expired' })), [wrong(), acceptWrong, wrong('78')]);
      expect(book.shippedBy).toBe('pay_a');
      expect(book.payments[0]).toMatchObject({ state: 'paid', late: true, stock: 'committed', stockGeneration: 2 });
      // Another payment of the same amount on the same CIP counts by the same decision: it is one too many.
      expect(events).toEqual([
        `pay_a order.review_required ${WRONG}`,
        'pay_a order.paid order',
        `pay_a order.review_resolved ${WRONG}`,
        `pay_a order.review_required ${paidTwiceKey('pay_a', 2)}`,
      ]);
    });

    it('is accepted in another currency, too', () => {
      const key = wrongAmountKey({ cipId: 'cip_1', amountMinor: 12_990n, currency: 'USD' });
      const { book } = play(bookOf(paymentOf()), [money({ currency: 'USD' }), answer('accept', 'wrong_amount', key)]);
      expect(book.payments[0]).toMatchObject({ state: 'paid', receipts: [{ currency: 'USD', counts: 'applied' }] });
    });

    it('is not accepted once its money was taken back, or while the right amount is there as well', () => {
      const reversed = money({ kind: 'reversed', amountMinor: 12_000n, occurredAt: at(-1) });
      expect(play(bookOf(paymentOf()), [wrong(), reversed, acceptWrong]).verdicts.at(-1)).toBe('money_gone');
      const late = bookOf(paymentOf({ baseState: 'expired' }));
      expect(play(late, [wrong(), money({ operationNumber: '79' }), acceptWrong]).verdicts.at(-1)).toBe(
        'not_allowed_in_state',
      );
    });

    it('that was closed stays closed when its money is told of again', () => {
      const { book, events } = play(bookOf(paymentOf()), [
        wrong(),
        answer('close', 'wrong_amount', WRONG),
        wrong('78'),
      ]);
      expect(book.payments[0]).toMatchObject({ state: 'pending', stock: 'held' });
      expect(events.filter((event) => event.includes('review_required'))).toHaveLength(1);
    });
  });

  it('is not accepted while another payment of the order can still be paid, nor after one has shipped it', () => {
    const closed = paymentOf({ baseState: 'expired' });
    const other = paymentOf({ id: 'pay_b', cips: [cipOf('cip_3')] });
    const accept = answer('accept', 'paid_late', paidLateKey('pay_a'));
    expect(play(bookOf(closed, other), [money(), accept]).verdicts).toEqual(['applied', 'order_already_open']);
    const paidElsewhere = play(bookOf(closed, other), [money(), money({ cipId: 'cip_3' }, 'pay_b'), accept]);
    expect(paidElsewhere.verdicts.at(-1)).toBe('order_already_paid');
  });

  it('of a second payment ships an order that never was', () => {
    const late = play(bookOf(paymentOf({ baseState: 'expired' })), [money(), money({ operationNumber: '78' })]);
    const closed = play(late.book, [answer('close', 'paid_late', paidLateKey('pay_a'))]);
    const accepted = play(closed.book, [answer('accept', 'paid_twice', paidTwiceKey('pay_a', 2))]);
    expect(accepted.events).toEqual([
      'pay_a order.paid order',
      `pay_a order.review_resolved ${paidTwiceKey('pay_a', 2)}`,
    ]);
  });

  it('of a reversal tells whether the order had been announced', () => {
    const reversal = money({ kind: 'reversed', occurredAt: at(-1) });
    const details = (start: OrderBook, observations: Observation[]) =>
      effectsOf(start, observations).find((effect) => effect.kind === 'case_opened' && effect.caseKind === 'reversed');
    expect(details(bookOf(paymentOf()), [money(), reversal])).toMatchObject({ details: { orderPaid: 'announced' } });
    const late = bookOf(paymentOf({ baseState: 'expired' }));
    expect(details(late, [money(), reversal])).toMatchObject({ details: { orderPaid: 'never' } });
  });

  describe('whose money is to go back', () => {
    const refundOf = (kind: CaseKind, key: string, ids = ['rfd_1', 'rfd_2']): Observation => ({
      ...answer('refund', kind, key),
      refund: { channel: 'manual', ids },
    });

    it('asks for the refund of all that is left of its money, in the same decision', () => {
      const book = withReceiptIds(play(bookOf(paymentOf({ baseState: 'expired' })), [money()]).book);
      const { book: after, verdicts, events } = play(book, [refundOf('paid_late', paidLateKey('pay_a'))]);
      expect(verdicts).toEqual(['applied']);
      expect(events).toEqual([`pay_a order.review_resolved ${paidLateKey('pay_a')}`]);
      expect(after.payments[0]?.refunds).toEqual([
        expect.objectContaining({
          id: 'rfd_1',
          receiptId: 'rcp_0',
          amountMinor: 12_990n,
          state: 'requested',
          caseKey: paidLateKey('pay_a'),
          requestedBy: 'operator',
        }),
      ]);
      // What is promised to the shopper ships nothing any more, and is not promised twice.
      const [payment] = after.payments;
      const reopened = {
        ...after,
        payments: payment ? [{ ...payment, cases: new Map([[paidLateKey('pay_a'), 'open' as const]]) }] : [],
      };
      expect(play(reopened, [answer('accept', 'paid_late', paidLateKey('pay_a'))]).verdicts).toEqual(['money_gone']);
      expect(play(reopened, [refundOf('paid_late', paidLateKey('pay_a'))]).verdicts).toEqual(['money_gone']);
    });

    it('asks for every receipt of a wrong amount, and for the surplus of a double payment only', () => {
      const disputed = withReceiptIds(play(bookOf(paymentOf()), [wrong('1'), wrong('2')]).book);
      expect(play(disputed, [refundOf('wrong_amount', WRONG)]).book.payments[0]?.refunds).toHaveLength(2);
      expect(play(disputed, [refundOf('wrong_amount', WRONG, ['rfd_1'])]).verdicts).toEqual(['receipt_ambiguous']);
      const twice = withReceiptIds(
        play(bookOf(paymentOf()), [money({ occurredAt: at(-9) }), money({ operationNumber: '78' })]).book,
      );
      const back = play(twice, [refundOf('paid_twice', paidTwiceKey('pay_a', 2))]).book.payments[0];
      const surplus = back?.receipts.find(({ counts }) => counts === 'surplus');
      expect(back?.refunds.map(({ receiptId }) => receiptId)).toEqual([surplus?.id]);
      expect(back).toMatchObject({ state: 'paid', stock: 'committed' });
    });

    it('keeps nothing of a refund that was refused', () => {
      const fresh = play(bookOf(paymentOf({ baseState: 'expired' })), [money()]).book;
      const refused = play(fresh, [refundOf('paid_late', paidLateKey('pay_a'))]);
      expect(refused.verdicts).toEqual(['receipt_not_refundable']);
      expect(refused.book).toBe(fresh);
    });
  });

  describe('of a close that nobody confirmed', () => {
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: at(-20), answer: 'gateway_unreachable' };
    const key = unconfirmedCloseKey('pay_a');
    const expiring = (...cips: ReturnType<typeof cipOf>[]) =>
      bookOf(paymentOf({ baseState: 'expiring', expiresAt: at(-20), cips }));
    const says = (cipId: string, status: 'pending' | 'expired' | 'removed'): Observation => ({
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId,
      status,
      observedAt: NOW,
    });

    it('ends by itself once the gateway says that no code of the payment can be paid', () => {
      const book = expiring(cipOf('cip_1', { current: false }), cipOf('cip_2'));
      const { events } = play(book, [
        close,
        says('cip_1', 'pending'),
        says('cip_2', 'expired'),
        says('cip_1', 'removed'),
      ]);
      expect(events).toEqual([
        'pay_a order.expired pay_a',
        `pay_a order.review_required ${key}`,
        `pay_a order.review_resolved ${key}`,
      ]);
      expect(outcomesOf(book, [close, says('cip_1', 'expired'), says('cip_2', 'expired')])).toEqual(['confirmed']);
      expect(play(book, [close, says('cip_2', 'expired')]).book.payments[0]?.cases.get(key)).toBe('open');
    });

    it('ends when a delete is confirmed, and when money says more', () => {
      const open = play(expiring(cipOf('cip_1')), [close]).book;
      const [payment] = open.payments;
      const deleting = {
        ...open,
        payments: payment
          ? [{ ...payment, commands: [commandOf({ id: 'cmd', kind: 'delete', purpose: 'retire' })] }]
          : [],
      };
      const done: Observation = { kind: 'delete_done', paymentId: 'pay_a', commandId: 'cmd', confirmedBy: 'delete' };
      expect(outcomesOf(deleting, [done])).toEqual(['confirmed']);
      expect(outcomesOf(open, [money()])).toEqual(['superseded']);
      expect(outcomesOf(open, [wrong()])).toEqual(['superseded']);
    });
  });

  it('that was accepted keeps the fold independent of the order and the repetition of what the gateway says', () => {
    const fact = fc
      .record({
        operationNumber: fc.constantFrom('1', '2', '3'),
        amountMinor: fc.constantFrom(12_990n, 12_000n, 12_000n, 100n),
        occurredAt: fc.constantFrom(null, at(-30), at(-20), at(-5)),
        kind: fc.constantFrom('paid' as const, 'paid' as const, 'paid' as const, 'reversed' as const),
        cipId: fc.constantFrom('cip_1', 'cip_2'),
      })
      .map((change): Observation => money(change));
    const told = fc.array(fact, { minLength: 1, maxLength: 6 }).chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        shuffled: fc
          .array(fc.constantFrom(...facts), { maxLength: 4 })
          .chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length })),
      }),
    );
    const decisions: Observation[] = ['cip_1', 'cip_2'].map((cipId) =>
      answer('accept', 'wrong_amount', wrongAmountKey({ cipId, amountMinor: 12_000n, currency: 'PEN' })),
    );
    fc.assert(
      fc.property(told, told, fc.constantFrom<BaseState>('pending', 'expired'), (before, after, baseState) => {
        const start = bookOf(paymentOf({ baseState, cips: [cipOf('cip_1', { current: false }), cipOf('cip_2')] }));
        const one = play(start, [...before.facts, ...decisions, ...after.facts]);
        const other = play(start, [...before.shuffled, ...decisions, ...after.shuffled]);
        expect(essence(other)).toEqual(essence(one));
        expect(one.events.filter((event) => event.includes(' order.paid '))).toHaveLength(
          one.book.shippedBy === null ? 0 : 1,
        );
        // What is told again opens nothing again.
        const again = play(one.book, [...after.facts, ...before.facts]);
        expect(again.events).toEqual([]);
        expect(essence({ ...again, events: one.events })).toEqual(essence(one));
      }),
      { numRuns: 300 },
    );
  });
});

function essence({ book, events }: { book: OrderBook; events: string[] }): unknown {
  return {
    shippedBy: book.shippedBy,
    events: [...events].sort(),
    payments: book.payments.map(({ state, stock, stockGeneration, late, cases, receipts }) => ({
      state,
      stock,
      stockGeneration,
      late,
      cases: [...cases].sort(),
      receipts: receipts.map((receipt) => ({ ...receipt, id: null, factKeys: [...receipt.factKeys].sort() })),
    })),
  };
}

/** As the writer names them. */
function withReceiptIds(book: OrderBook): OrderBook {
  return {
    ...book,
    payments: book.payments.map((payment) => ({
      ...payment,
      receipts: payment.receipts.map((receipt, index) => ({ ...receipt, id: `rcp_${index}` })),
    })),
  };
}

function effectsOf(start: OrderBook, observations: readonly Observation[]) {
  return play(start, observations).effects;
}

function outcomesOf(start: OrderBook, observations: readonly Observation[]): string[] {
  return effectsOf(start, observations).flatMap((effect) =>
    effect.kind === 'case_resolved' ? [effect.resolution] : [],
  );
}
