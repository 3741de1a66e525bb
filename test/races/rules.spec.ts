import { describe, expect, it } from 'vitest';
import type { CipRecord, OrderRecord, PaymentRecord } from './order-record.js';
import { brokenRules } from './rules.js';

const asIs = (ms: number): number => ms;

function cip(change: Partial<CipRecord> = {}): CipRecord {
  return {
    number: '1',
    paymentId: 'pay_1',
    knownAtMs: 10,
    states: [{ fromMs: 5, status: 'pending', expiresAtBusinessMs: 1_000 }],
    moneyAtMs: [],
    announced: true,
    ...change,
  };
}

function payment(change: Partial<PaymentRecord> = {}): PaymentRecord {
  return {
    id: 'pay_1',
    state: 'expired',
    base: 'expired',
    stock: 'released',
    unconfirmed: false,
    paidAtMs: null,
    closedAtMs: 2_000,
    expiresAtBusinessMs: 1_000,
    holds: [{ generation: 1, state: 'released' }],
    receipts: [],
    cases: [],
    currentCips: 1,
    ...change,
  };
}

function order(change: Partial<OrderRecord> = {}): OrderRecord {
  return {
    orderId: 'R-1',
    payments: [payment()],
    cips: [cip()],
    shown: [],
    finals: [],
    reissued: new Set(),
    paidEvents: [],
    paidAtErp: [],
    unsettled: [],
    failures: [],
    disturbed: false,
    ...change,
  };
}

const paid = (change: Partial<PaymentRecord> = {}): PaymentRecord =>
  payment({
    state: 'paid',
    base: 'pending',
    stock: 'committed',
    paidAtMs: 500,
    closedAtMs: null,
    holds: [{ generation: 1, state: 'committed' }],
    receipts: [{ cip: '1', counts: 'applied', reversed: false }],
    ...change,
  });
const paidCip = (change: Partial<CipRecord> = {}): CipRecord =>
  cip({
    states: [
      { fromMs: 5, status: 'pending', expiresAtBusinessMs: 1_000 },
      { fromMs: 500, status: 'paid', expiresAtBusinessMs: 1_000 },
    ],
    moneyAtMs: [500],
    ...change,
  });
const shown = (number: string, atMs: number) => ({ number, paymentId: 'pay_1', atMs, by: 'look' });
const broken = (change: Partial<OrderRecord>): string => brokenRules(order(change), asIs).join('; ');

describe('the rules of a race', () => {
  it('find nothing in an order that expired after its CIP, nor in one that was paid once', () => {
    expect(broken({})).toBe('');
    expect(broken({ payments: [paid()], cips: [paidCip()], paidEvents: ['evt_1'], paidAtErp: ['evt_1'] })).toBe('');
  });

  it('find an order closed while its CIP could be paid', () => {
    expect(broken({ payments: [payment({ closedAtMs: 900 })] })).toContain('pay_1 closed while CIP 1 could be paid');
    const deleted = cip({
      states: [
        { fromMs: 5, status: 'pending', expiresAtBusinessMs: 1_000 },
        { fromMs: 899, status: 'removed', expiresAtBusinessMs: 1_000 },
      ],
    });
    expect(broken({ payments: [payment({ closedAtMs: 900 })], cips: [deleted] })).toBe('');
  });

  it('find an order that expired before a CIP that nobody knew, and leave one that was cancelled alone', () => {
    const orphan = cip({ knownAtMs: null });
    expect(broken({ payments: [payment({ closedAtMs: 900 })], cips: [orphan] })).toContain(
      'pay_1 expired before CIP 1, which nobody knew',
    );
    expect(broken({ payments: [payment({ closedAtMs: 1_100 })], cips: [orphan] })).toBe('');
    const cancelled = payment({ closedAtMs: 900, state: 'cancelled', base: 'cancelled' });
    expect(broken({ payments: [cancelled], cips: [orphan] })).toBe('');
  });

  it('find an order closed over money that came in time', () => {
    const late = paid({
      base: 'expired',
      closedAtMs: 600,
      stock: 'released',
      cases: ['paid_late'],
      holds: payment().holds,
    });
    expect(broken({ payments: [late], cips: [paidCip()] })).toContain('pay_1 was expired after CIP 1 was paid');
    const cancelled = { ...late, base: 'cancelled', closedAtMs: 400 };
    expect(broken({ payments: [cancelled], cips: [paidCip({ knownAtMs: null })] })).toBe('');
  });

  it('find stock released over money that nobody was told of', () => {
    const late = paid({ base: 'cancelled', closedAtMs: 400, stock: 'released', holds: payment().holds });
    expect(broken({ payments: [late], cips: [paidCip({ knownAtMs: null })] })).toContain('there is no case');
  });

  it('find a hold that did not end with its payment, or ended twice', () => {
    expect(broken({ payments: [payment({ stock: 'held', holds: [{ generation: 1, state: 'held' }] })] })).toContain(
      'expired with stock held',
    );
    expect(broken({ payments: [payment({ holds: [] })] })).toContain('its holds are ');
    const twice = [
      { generation: 1, state: 'released' },
      { generation: 2, state: 'released' },
    ];
    expect(broken({ payments: [payment({ holds: twice })] })).toContain('its holds are released, released');
  });

  it('find two CIPs that were shown while both could be paid, and one that changed unasked', () => {
    const second = cip({ number: '2' });
    const both = broken({
      cips: [cip(), second],
      shown: [shown('1', 20), shown('2', 30)],
      reissued: new Set(['pay_1']),
    });
    expect(both).toContain('CIP 2 was shown by look while 1, shown by look, could still be paid');
    const replaced = {
      cips: [
        cip({
          states: [
            { fromMs: 5, status: 'pending', expiresAtBusinessMs: 1_000 },
            { fromMs: 25, status: 'removed', expiresAtBusinessMs: 1_000 },
          ],
        }),
        second,
      ] as const,
      shown: [shown('2', 30), shown('1', 20), shown('1', 40)],
    };
    expect(broken({ ...replaced, reissued: new Set(['pay_1']) })).toBe('');
    expect(broken(replaced)).toContain('changed its CIP from 1 to 2 unasked');
  });

  it('find two open payments, and two current CIPs', () => {
    const open = payment({
      state: 'pending',
      base: 'pending',
      stock: 'held',
      closedAtMs: null,
      holds: [{ generation: 1, state: 'held' }],
    });
    expect(broken({ payments: [open, { ...open, id: 'pay_2' }], cips: [] })).toContain('pay_1, pay_2 are open');
    expect(broken({ payments: [payment({ currentCips: 2 })] })).toContain('pay_1 shows several CIPs');
  });

  it('find an order.paid too many, too few, or lost on the way', () => {
    const one = { payments: [paid()], cips: [paidCip()] };
    expect(broken({ ...one, paidEvents: ['e1', 'e2'], paidAtErp: ['e1', 'e2'] })).toContain(
      '2 order.paid in the outbox, 1 expected',
    );
    expect(broken({ ...one, paidEvents: [], paidAtErp: [] })).toContain('0 order.paid in the outbox, 1 expected');
    expect(broken({ ...one, paidEvents: ['e1'], paidAtErp: [] })).toContain('0 order.paid at the ERP, 1 expected');
    expect(broken({ paidEvents: ['e1'], paidAtErp: ['e1'] })).toContain('1 order.paid in the outbox, 0 expected');
  });

  it('find money of the gateway without a receipt, except where nobody could know of it', () => {
    expect(broken({ cips: [paidCip({ moneyAtMs: [2_500] })] })).toContain('CIP 1 was paid 1 times and has 0 receipts');
    expect(broken({ cips: [paidCip({ knownAtMs: null, announced: false, moneyAtMs: [2_500] })] })).toBe('');
  });

  it('find a key that got two answers', () => {
    const finals = [
      { key: 'a', status: 201, text: 'x' },
      { key: 'a', status: 201, text: 'y' },
    ];
    expect(broken({ finals })).toContain('a got 201 x AND 201 y');
    expect(broken({ finals: [finals[0], { key: 'b', status: 201, text: 'y' }].flatMap((final) => final ?? []) })).toBe(
      '',
    );
  });

  it('find the second CIP of a paid order that nobody deleted', () => {
    const longLived = cip({ number: '2', states: [{ fromMs: 5, status: 'pending', expiresAtBusinessMs: 900_000 }] });
    const one = {
      payments: [paid({ expiresAtBusinessMs: 900_000 })],
      cips: [paidCip(), longLived],
      paidEvents: ['e1'],
      paidAtErp: ['e1'],
    };
    expect(broken(one)).toContain('CIP 2 of pay_1, which is paid, was left to its deadline');
    expect(broken({ ...one, disturbed: true })).toBe('');
    expect(broken({ ...one, cips: [paidCip(), { ...longLived, knownAtMs: null }] })).toBe('');
  });

  it('find what did not come to rest, and what failed inside', () => {
    expect(broken({ unsettled: ['payment pay_1 is expiring'] })).toContain('everything comes to rest: payment pay_1');
    expect(broken({ failures: ['cancel was answered 500'] })).toContain('no request fails inside: cancel');
  });
});
