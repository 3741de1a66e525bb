import { describe, expect, it } from 'vitest';
import type { CodeRecord, GatewayMoney, OrderRecord, Outcome, PaymentRecord } from './outcome.js';
import { brokenRules } from './rules.js';

const DEADLINE_MS = 86_400_000;

function money(change: Partial<GatewayMoney> = {}): GatewayMoney {
  return {
    operation: '7',
    amountMinor: 12_990,
    paidAtMs: 1_000,
    reversed: false,
    announced: true,
    reversalAnnounced: true,
    ...change,
  };
}

function code(change: Partial<CodeRecord> = {}): CodeRecord {
  const monies = change.monies ?? [];
  const receipts = monies.map(({ amountMinor, reversed }) => ({ amountMinor, reversed }));
  return { number: '1', expiresAtMs: DEADLINE_MS, knownAtMs: 10, seenPaid: true, monies, receipts, ...change };
}

function expired(change: Partial<PaymentRecord> = {}): PaymentRecord {
  return {
    id: 'pay_1',
    amountMinor: 12_990,
    state: 'expired',
    base: 'expired',
    stock: 'released',
    unconfirmed: false,
    expiresAtMs: DEADLINE_MS,
    closedAtMs: DEADLINE_MS + 600_000,
    holds: ['released'],
    cases: [],
    codes: [code()],
    ...change,
  };
}

function paid(change: Partial<PaymentRecord> = {}): PaymentRecord {
  const codes = [code({ monies: [money()] })];
  return expired({
    state: 'paid',
    base: 'pending',
    stock: 'committed',
    closedAtMs: null,
    holds: ['committed'],
    codes,
    ...change,
  });
}

function order(payments: readonly PaymentRecord[], change: Partial<OrderRecord> = {}): OrderRecord {
  const ids = payments.some((payment) => payment.state === 'paid' && payment.base === 'pending') ? ['evt_1'] : [];
  return {
    orderId: 'S-1-1',
    story: 'pays',
    payments,
    paidEvents: ids,
    paidAtErp: ids,
    failures: [],
    ...change,
  };
}

function outcome(change: Partial<Outcome> = {}): Outcome {
  return {
    orders: [],
    strangers: [],
    unknownCips: [],
    left: [],
    events: [],
    eventsAtErp: [],
    searchesAtMs: [],
    budgetPerMinute: 5,
    unaskable: [],
    ...change,
  };
}

const broken = (payments: readonly PaymentRecord[], change: Partial<OrderRecord> = {}): string =>
  brokenRules(outcome({ orders: [order(payments, change)] })).join('; ');

describe('the rules of the simulation', () => {
  it('find nothing in an order that was paid, and nothing in one that expired', () => {
    expect(broken([paid()])).toBe('');
    expect(broken([expired()])).toBe('');
  });

  it('find money that only one side has, or that only one side calls reversed', () => {
    expect(broken([paid({ codes: [code({ monies: [money()], receipts: [] })] })])).toContain(
      'our money is the gateway’s: S-1-1 (pays): CIP 1: the gateway has 12990, we have nothing',
    );
    const invented = code({ receipts: [{ amountMinor: 12_990, reversed: false }] });
    expect(broken([expired({ codes: [invented] })])).toContain('the gateway has nothing, we have 12990');
    const reversed = code({
      monies: [money({ reversed: true })],
      receipts: [{ amountMinor: 12_990, reversed: false }],
    });
    expect(broken([paid({ codes: [reversed] })])).toContain('the gateway has 12990 reversed, we have 12990');
  });

  it('leave alone what neither a message nor a search can tell, and nothing else', () => {
    const unheard = money({ operation: '8', announced: false });
    const receipts = [{ amountMinor: 12_990, reversed: false }];
    expect(broken([paid({ codes: [code({ monies: [money(), unheard], receipts })] })])).toBe('');
    const orphan = code({ number: '2', knownAtMs: null, monies: [unheard], receipts: [] });
    expect(broken([expired({ codes: [code(), orphan] })])).toBe('');
    expect(broken([expired({ codes: [{ ...orphan, knownAtMs: 10 }] })])).toContain('we have nothing');
    const hidden = [money({ announced: false }), money({ operation: '8', paidAtMs: 200_000 })];
    expect(broken([paid({ codes: [code({ monies: hidden, receipts })] })])).toBe('');
    const apart = [money({ announced: false }), money({ operation: '8', paidAtMs: 400_000 })];
    expect(broken([paid({ codes: [code({ monies: apart, receipts })] })])).toContain(
      'the gateway has 12990, 12990, we',
    );
    const silent = money({ reversed: true, reversalAnnounced: false });
    expect(broken([paid({ codes: [code({ monies: [silent], receipts, seenPaid: false })] })])).toBe('');
    expect(broken([paid({ codes: [code({ monies: [silent], receipts })] })])).toContain('has 12990 reversed, we have');
    const told = { ...silent, reversalAnnounced: true };
    expect(broken([paid({ codes: [code({ monies: [told], receipts, seenPaid: false })] })])).toContain('reversed, we');
  });

  it('find a state that money and decisions do not make', () => {
    expect(broken([paid({ state: 'pending' })], { paidEvents: ['e'], paidAtErp: ['e'] })).toContain(
      'pay_1 is pending, paid expected',
    );
    expect(broken([expired({ base: 'pending', state: 'pending', closedAtMs: null })])).toContain(
      'pay_1 is still pending',
    );
    const reversed = [code({ monies: [money({ reversed: true })] })];
    expect(broken([paid({ codes: reversed, cases: ['reversed'] })])).toContain('pay_1 is paid, reversed expected');
  });

  it('find a difference without its case and a case without its cause, for every kind', () => {
    const late = expired({ state: 'paid', codes: [code({ monies: [money({ paidAtMs: DEADLINE_MS * 2 })] })] });
    expect(broken([late])).toContain('has cases [], [paid_late] expected');
    expect(broken([{ ...late, cases: ['paid_late'] }])).toBe('');
    const twice = paid({ codes: [code({ monies: [money(), money({ operation: '8' })] })] });
    expect(broken([twice])).toContain('has cases [], [paid_twice] expected');
    const wrong = expired({ codes: [code({ monies: [money({ amountMinor: 100, paidAtMs: DEADLINE_MS * 2 })] })] });
    expect(broken([wrong])).toContain('has cases [], [wrong_amount] expected');
    const reversed = paid({ state: 'reversed', codes: [code({ monies: [money({ reversed: true })] })] });
    expect(broken([{ ...reversed, cases: ['reversed', 'reversed'] }])).toContain(
      'has cases [reversed, reversed], [reversed] expected',
    );
    expect(broken([expired({ unconfirmed: true })])).toContain('has cases [], [unconfirmed_close] expected');
    expect(broken([expired({ cases: ['paid_late'] })])).toContain('has cases [paid_late], [] expected');
    expect(broken([{ ...late, id: 'pay_0', cases: ['paid_late'] }, paid()])).toContain(
      'pay_0 has cases [paid_late], [paid_late, paid_twice] expected',
    );
  });

  it('find an order.paid too few, too many, unfounded, or lost on the way', () => {
    expect(broken([paid()], { paidEvents: [], paidAtErp: [] })).toContain('0 order.paid in the outbox, 1 expected');
    expect(broken([paid()], { paidAtErp: [] })).toContain('0 order.paid at the ERP, 1 expected');
    expect(broken([paid()], { paidAtErp: ['evt_1', 'evt_2'] })).toContain('2 order.paid at the ERP, 1 expected');
    expect(broken([expired()], { paidEvents: ['e'], paidAtErp: ['e'] })).toContain(
      '1 order.paid in the outbox, 0 expected',
    );
  });

  it('find stock that is kept for nobody, given away, or settled twice', () => {
    expect(broken([expired({ stock: 'held', holds: ['held'] })])).toContain('has stock held with holds [held]');
    expect(broken([paid({ stock: 'released', holds: ['released'] })])).toContain('committed expected');
    expect(broken([expired({ holds: ['released', 'released'] })])).toContain('holds [released, released]');
  });

  it('find a payment that closed over its money, and a code that took money after its closing', () => {
    const late = { state: 'paid', cases: ['paid_late'], closedAtMs: 5_000, base: 'cancelled' };
    expect(broken([expired({ ...late, codes: [code({ monies: [money({ paidAtMs: 4_000 })] })] })])).toContain(
      'pay_1 was cancelled after operation 7 on CIP 1',
    );
    expect(broken([expired({ ...late, codes: [code({ monies: [money({ paidAtMs: 6_000 })] })] })])).toContain(
      'CIP 1 of pay_1 took operation 7 after its closing',
    );
    const unknown = code({ knownAtMs: 7_000, monies: [money({ paidAtMs: 6_000 })] });
    expect(broken([expired({ ...late, codes: [unknown] })])).toBe('');
  });

  it('find a payment that expired early, and one that closed unconfirmed without need', () => {
    expect(broken([expired({ closedAtMs: DEADLINE_MS - 1 })])).toContain('pay_1 expired before its deadline');
    const unconfirmed = order([expired({ unconfirmed: true, cases: ['unconfirmed_close'] })]);
    expect(brokenRules(outcome({ orders: [unconfirmed] })).join()).toContain('closed unconfirmed while');
    const unaskable = [{ fromMs: DEADLINE_MS - 1, untilMs: DEADLINE_MS * 2 }];
    expect(brokenRules(outcome({ orders: [unconfirmed], unaskable }))).toEqual([]);
  });

  it('find what failed inside, and what is left to do', () => {
    expect(broken([paid()], { failures: ['create was answered 500'] })).toContain('no request fails inside');
    expect(brokenRules(outcome({ left: ['payment pay_1 is expiring'] }))).toEqual([
      'nothing is left to do: payment pay_1 is expiring',
    ]);
  });

  it('find a stranger’s money without a case, and such a case without a stranger', () => {
    expect(brokenRules(outcome({ strangers: ['5'] })).join()).toContain('CIP 5 has no case');
    expect(brokenRules(outcome({ unknownCips: ['5'] })).join()).toContain('the case of CIP 5 has no cause');
    expect(brokenRules(outcome({ strangers: ['5'], unknownCips: ['5'] }))).toEqual([]);
  });

  it('find an event that the ERP never had, had before an earlier one, or that nobody wrote', () => {
    const event = (id: string, sequence: number, blocking = true) => ({ id, paymentId: 'pay_1', sequence, blocking });
    const events = [event('a', 1), event('b', 2), event('c', 3, false)];
    const heard = (...eventsAtErp: string[]): string => brokenRules(outcome({ events, eventsAtErp })).join();
    expect(heard('a', 'c', 'b')).toBe('');
    expect(heard('a', 'c')).toContain('b never reached the ERP');
    expect(heard('b', 'a', 'c')).toContain('a of pay_1 came after a later one');
    expect(heard('a', 'b', 'c', 'd')).toContain('the ERP has d, which nobody wrote');
  });

  it('find more searches than the budget has', () => {
    const minute = 60_000;
    const steady = Array.from({ length: 50 }, (_, nth) => Math.floor(nth / 5) * minute);
    expect(brokenRules(outcome({ searchesAtMs: steady }))).toEqual([]);
    const burst = [...steady, ...Array.from({ length: 12 }, () => 10 * minute)];
    expect(brokenRules(outcome({ searchesAtMs: burst })).join()).toContain('2 more than 5 a minute allow');
  });
});
