import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.js';
import type { OrderBook } from './order-book.js';
import type { Result } from './order-book.fixture.js';
import { at, bookOf, cipOf, commandOf, money, NOW, paymentOf, play } from './order-book.fixture.js';
import type { BaseState } from './payment-state.js';

/** What invariant 4 speaks of: receipts, state, events and stock; cases and review flags besides. */
function essence({ book, events }: Result): unknown {
  return {
    shippedBy: book.shippedBy,
    events: [...events].sort(),
    payments: book.payments.map((payment) => ({
      state: payment.state,
      stock: payment.stock,
      late: payment.late,
      cases: [...payment.cases.keys()].sort(),
      receipts: payment.receipts.map((receipt) => ({ ...receipt, id: null, factKeys: [...receipt.factKeys].sort() })),
    })),
  };
}

const gatewayFact = (cips: readonly { id: string; paymentId: string }[]): fc.Arbitrary<Observation> => {
  const cip = fc.constantFrom(...cips);
  const paid = fc
    .record({
      cip,
      source: fc.constantFrom('notification' as const, 'search' as const),
      operationNumber: fc.constantFrom('', '1', '2', '3'),
      amountMinor: fc.constantFrom(12_990n, 12_990n, 12_990n, 100n),
      occurredAt: fc.constantFrom(null, at(-30), at(-29), at(-20), at(-5)),
      observed: fc.integer({ min: -30, max: 0 }),
    })
    .map(({ cip: { id, paymentId }, source, operationNumber, amountMinor, occurredAt, observed }) =>
      money(
        {
          cipId: id,
          source,
          operationNumber: source === 'search' ? '' : operationNumber,
          amountMinor,
          occurredAt,
          observedAt: at(observed),
        },
        paymentId,
      ),
    );
  const reversed = fc
    .record({ cip, operationNumber: fc.constantFrom('', '1', '2', '9'), occurredAt: fc.constantFrom(null, at(-1)) })
    .map(({ cip: { id, paymentId }, operationNumber, occurredAt }) =>
      money({ cipId: id, kind: 'reversed', operationNumber, occurredAt, observedAt: NOW }, paymentId),
    );
  const status = fc
    .record({
      cip,
      status: fc.constantFrom('pending' as const, 'expired' as const, 'removed' as const),
      observed: fc.integer({ min: -40, max: 20 }),
    })
    .map(({ cip: { id, paymentId }, status: said, observed }): Observation => ({
      kind: 'cip_status',
      paymentId,
      cipId: id,
      status: said,
      observedAt: at(observed),
    }));
  return fc.oneof({ weight: 4, arbitrary: paid }, { weight: 1, arbitrary: reversed }, { weight: 2, arbitrary: status });
};

/** Searches of one CIP are made one after the other (its lease), so only notifications overtake. */
function searchesInOrder(observations: readonly Observation[]): Observation[] {
  const time = (observation: Observation): number =>
    observation.kind === 'cip_status'
      ? observation.observedAt.getTime()
      : observation.kind === 'money' && observation.fact.source === 'search'
        ? observation.fact.observedAt.getTime() + 1
        : Number.NaN;
  const sorted = observations.filter((one) => !Number.isNaN(time(one))).sort((a, b) => time(a) - time(b));
  return observations.map((one) => (Number.isNaN(time(one)) ? one : (sorted.shift() ?? one)));
}

describe('decide', () => {
  it('comes to the same receipts, state, events and stock for any order and repetition of gateway facts', () => {
    const cips = [
      { id: 'cip_1', paymentId: 'pay_a' },
      { id: 'cip_2', paymentId: 'pay_a' },
      { id: 'cip_3', paymentId: 'pay_b' },
    ];
    const start = (first: BaseState, second: BaseState): OrderBook =>
      bookOf(
        paymentOf({ baseState: first, cips: [cipOf('cip_1', { current: false }), cipOf('cip_2')] }),
        paymentOf({ id: 'pay_b', baseState: second, cips: [cipOf('cip_3')] }),
      );
    const scenario = fc.array(gatewayFact(cips), { minLength: 1, maxLength: 10 }).chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        shuffled: fc
          .array(fc.constantFrom(...facts), { maxLength: 6 })
          .chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length })),
        first: fc.constantFrom<BaseState>('expired', 'cancelled', 'failed'),
        second: fc.constantFrom<BaseState>('created', 'pending', 'expiring', 'expired'),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ facts, shuffled, first, second }) => {
        const one = play(start(first, second), searchesInOrder(shuffled));
        const other = play(start(first, second), searchesInOrder(facts));
        expect(essence(one)).toEqual(essence(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('says order.paid at most once per order, whatever the gateway says', () => {
    const cips = [
      { id: 'cip_1', paymentId: 'pay_a' },
      { id: 'cip_3', paymentId: 'pay_b' },
    ];
    const start = bookOf(paymentOf({ baseState: 'expired' }), paymentOf({ id: 'pay_b', cips: [cipOf('cip_3')] }));
    fc.assert(
      fc.property(fc.array(gatewayFact(cips), { maxLength: 20 }), (facts) => {
        const paid = play(start, facts).events.filter((event) => event.includes(' order.paid '));
        expect(paid.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never lets an unpaid status, an expiry or a closing beat money', () => {
    const cips = [{ id: 'cip_1', paymentId: 'pay_a' }];
    const clock: Observation[] = [
      { kind: 'deadline', paymentId: 'pay_a', graceMs: 0 },
      { kind: 'close', paymentId: 'pay_a', deadline: at(-1), answer: 'expired' },
    ];
    fc.assert(
      fc.property(fc.array(gatewayFact(cips), { maxLength: 8 }), fc.boolean(), (facts, early) => {
        const start = bookOf(paymentOf({ expiresAt: at(-1) }));
        const played = play(start, early ? [...clock, ...facts] : [...facts, ...clock]);
        const [payment] = played.book.payments;
        const live = payment?.receipts.some((receipt) => receipt.counts === 'applied' && receipt.reversedAt === null);
        expect(payment?.state === 'paid').toBe(live);
        if (live && !early) expect(payment?.stock).toBe('committed');
      }),
      { numRuns: 1_000 },
    );
  });

  it('ships on the right amount and opens a case for a wrong one', () => {
    const wrong = play(bookOf(paymentOf()), [money({ amountMinor: 100n })]);
    expect(wrong.book.payments[0]).toMatchObject({ state: 'pending', stock: 'held' });
    expect(wrong.events).toEqual(['pay_a order.review_required wrong_amount:cip_1:100:PEN']);
    const dollars = play(bookOf(paymentOf()), [money({ currency: 'USD' })]);
    expect(dollars.book.shippedBy).toBeNull();
    const right = play(bookOf(paymentOf()), [money()]);
    expect(right.book.payments[0]).toMatchObject({ state: 'paid', stock: 'committed', late: false });
    expect(right.events).toEqual(['pay_a order.paid order']);
  });

  it('takes a notification and the search that confirms it for one receipt', () => {
    const search = money({ source: 'search', operationNumber: '', occurredAt: at(-4), observedAt: at(1) });
    const { book, events } = play(bookOf(paymentOf()), [search, money(), search]);
    expect(book.payments[0]?.receipts).toHaveLength(1);
    expect(book.payments[0]?.receipts[0]).toMatchObject({ operationNumber: '77', counts: 'applied' });
    expect(events).toEqual(['pay_a order.paid order']);
  });

  it('asks a person about money after closing, and ships it when accepted', () => {
    const late = play(bookOf(paymentOf({ baseState: 'expired' })), [money()]);
    expect(late.events).toEqual(['pay_a order.review_required paid_late:pay_a']);
    expect(late.book.payments[0]).toMatchObject({ state: 'paid', late: true, stock: 'released' });
    const accept: Observation = {
      kind: 'resolve_case',
      paymentId: 'pay_a',
      caseKey: 'paid_late:pay_a',
      caseKind: 'paid_late',
      resolution: 'accept',
      reason: 'in stock',
      actor: 'operator',
    };
    const accepted = play(late.book, [accept, accept]);
    expect(accepted.verdicts).toEqual(['applied', 'already']);
    expect(accepted.events).toEqual(['pay_a order.paid order', 'pay_a order.review_resolved paid_late:pay_a']);
    expect(accepted.book.payments[0]).toMatchObject({ stock: 'committed', stockGeneration: 2 });
  });

  it('closes only when no command is open, no notification waits and the deadline has passed', () => {
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: at(-20), answer: 'expired' };
    const ended = [cipOf('cip_1', { status: 'expired' })];
    const expiring = paymentOf({ baseState: 'expiring', expiresAt: at(-20), cips: ended });
    const command = commandOf({ id: 'cmd', kind: 'delete', purpose: 'close', actor: 'clock' });
    expect(play(bookOf({ ...expiring, waitingNotifications: 1 }), [close]).verdicts).toEqual(['notification_waiting']);
    expect(play(bookOf({ ...expiring, commands: [command] }), [close]).verdicts).toEqual(['command_in_progress']);
    expect(play(bookOf(paymentOf()), [close]).verdicts).toEqual(['not_allowed_in_state']);
    expect(play(bookOf(paymentOf()), [{ kind: 'deadline', paymentId: 'pay_a', graceMs: 1 }]).verdicts).toEqual([
      'not_due',
    ]);
    const closed = play(bookOf(expiring), [close, close]);
    expect(closed.verdicts).toEqual(['applied', 'already']);
    expect(closed.book.payments[0]).toMatchObject({ state: 'expired', stock: 'released' });
    expect(closed.events).toEqual(['pay_a order.expired pay_a']);
  });

  it('reverses paid money after two searches ten minutes apart contradict an earlier one, and not before', () => {
    const paid = money({ source: 'search', operationNumber: '', observedAt: at(-30) });
    const pending = (minutes: number): Observation => ({
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId: 'cip_1',
      status: 'pending',
      observedAt: at(minutes),
    });
    expect(play(bookOf(paymentOf()), [pending(-40), paid, pending(-20), pending(-11)]).book.payments[0]?.state).toBe(
      'paid',
    );
    const reversed = play(bookOf(paymentOf()), [paid, pending(-20), pending(-10)]);
    expect(reversed.book.payments[0]?.state).toBe('reversed');
    expect(reversed.events).toContain('pay_a order.reversed reversal:cip_1:1');
    expect(play(bookOf(paymentOf()), [money(), pending(-20), pending(-5)]).book.payments[0]?.state).toBe('paid');
  });

  it('counts a reversal once that is told and that searches show as well, in either order', () => {
    const paid = money({ source: 'search', operationNumber: '', observedAt: at(-30) });
    const told = money({ kind: 'reversed' });
    const shown = [-20, -10].map((minutes): Observation => ({
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId: 'cip_1',
      status: 'pending',
      observedAt: at(minutes),
    }));
    for (const facts of [
      [paid, told, ...shown],
      [paid, ...shown, told],
    ]) {
      const { book, events } = play(bookOf(paymentOf()), facts);
      expect(book.payments[0]?.state).toBe('reversed');
      expect(events.filter((event) => event.includes(' order.reversed '))).toHaveLength(1);
      expect(book.payments[0]?.cases.size).toBe(1);
    }
  });

  it('hears of a silent reversal from a code whose deadline has passed meanwhile', () => {
    const paid = money({ source: 'search', operationNumber: '', observedAt: at(-30) });
    const expired = (minutes: number): Observation => ({
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId: 'cip_1',
      status: 'expired',
      observedAt: at(minutes),
    });
    expect(play(bookOf(paymentOf()), [paid, expired(-20), expired(-11)]).book.payments[0]?.state).toBe('paid');
    expect(play(bookOf(paymentOf()), [expired(-40), paid, expired(-5)]).book.payments[0]?.state).toBe('paid');
    expect(play(bookOf(paymentOf()), [paid, expired(-20), expired(-10)]).book.payments[0]?.state).toBe('reversed');
  });

  it('replaces a lost create once and then gives up', () => {
    const creating = paymentOf({
      baseState: 'created',
      cips: [cipOf('cip_1', { number: null, status: 'requested' })],
      commands: [commandOf()],
    });
    const lost = (commandId: string, next: string): Observation => ({
      kind: 'create_lost',
      paymentId: 'pay_a',
      commandId,
      replacement: { commandId: `cmd_${next}`, cipId: `cip_${next}`, transactionCode: `code-${next}` },
    });
    const once = play(bookOf(creating), [lost('cmd_1', '2')]);
    expect(once.book.payments[0]?.cips.map((cip) => [cip.id, cip.status, cip.current])).toEqual([
      ['cip_1', 'lost', false],
      ['cip_2', 'requested', true],
    ]);
    const twice = play(once.book, [lost('cmd_1', '3'), lost('cmd_2', '3')]);
    expect(twice.verdicts).toEqual(['unknown_command', 'applied']);
    expect(twice.book.payments[0]).toMatchObject({ state: 'failed', stock: 'released' });
    expect(twice.book.payments[0]?.cips).toHaveLength(2);
    const found = play(twice.book, [
      { kind: 'cip_found', paymentId: 'pay_a', cipId: 'cip_1', number: '555' },
      money({ cipId: 'cip_1' }),
    ]);
    expect(found.book.payments[0]).toMatchObject({ state: 'paid', late: true });
  });
});
