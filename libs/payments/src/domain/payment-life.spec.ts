import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.js';
import type { Payment } from './order-book.js';
import { openCommandOf } from './order-book.js';
import type { Result } from './order-book.fixture.js';
import { at, bookOf, cipOf, commandOf, money, NOW, paymentOf, play } from './order-book.fixture.js';

const HOUR_S = 3600;
const only = ({ book }: Result): Payment => {
  const [payment] = book.payments;
  if (!payment) throw new Error('the order has no payment');
  return payment;
};
const begin = (change: Partial<Extract<Observation, { kind: 'begin_command' }>>): Observation => ({
  kind: 'begin_command',
  paymentId: 'pay_a',
  commandId: 'cmd_1',
  cipId: 'cip_1',
  command: 'delete',
  purpose: 'cancel',
  actor: 'storefront',
  ...change,
});
const extend = (minutes: number, commandId = 'cmd_1'): Observation =>
  begin({ command: 'extend', purpose: 'extend', commandId, deadline: at(minutes) });
const extended = (commandId = 'cmd_1'): Observation => ({
  kind: 'extend_done',
  paymentId: 'pay_a',
  commandId,
  confirmedBy: 'extend',
});
const reissue = begin({ purpose: 'reissue', deadline: at(120) });
const deleted = (replace: boolean): Observation => ({
  kind: 'delete_done',
  paymentId: 'pay_a',
  commandId: 'cmd_1',
  confirmedBy: 'delete',
  ...(replace ? { replacement: { commandId: 'cmd_2', cipId: 'cip_2', transactionCode: 'code-2' } } : {}),
});
const created = (cipId = 'cip_2', commandId = 'cmd_2'): Observation => ({
  kind: 'cip_created',
  paymentId: 'pay_a',
  cipId,
  commandId,
  number: '20002',
  url: null,
  expiresAt: at(120),
});

describe('an extend', () => {
  it('moves the deadline of code, payment and clock, and says that the shopper may pay', () => {
    const result = play(bookOf(paymentOf()), [extend(120), extended()]);
    expect(only(result)).toMatchObject({ state: 'pending', expiresAt: at(120), nextAt: at(120) });
    expect(only(result).cips[0]).toMatchObject({ expiresAt: at(120), status: 'pending' });
    expect(result.events).toEqual([`pay_a order.pending cip_1-code:${at(120).toISOString()}`]);
  });

  it('opens an expiring payment again, with its stock', () => {
    const result = play(bookOf(paymentOf({ baseState: 'expiring', expiresAt: at(-1) })), [extend(30), extended()]);
    expect(only(result)).toMatchObject({ state: 'pending', baseState: 'pending', stock: 'held' });
  });

  it('is refused for an earlier deadline, for what is closed or has no code, and beside another call', () => {
    const verdict = (payment: Payment): string[] => play(bookOf(payment), [extend(60)]).verdicts;
    expect(verdict(paymentOf({ expiresAt: at(60) }))).toEqual(['deadline_not_later']);
    expect(verdict(paymentOf({ baseState: 'expired' }))).toEqual(['not_allowed_in_state']);
    expect(verdict(paymentOf({ baseState: 'created' }))).toEqual(['not_allowed_in_state']);
    const codeless = paymentOf({ expiresAt: at(30), cips: [cipOf('cip_1', { number: null })] });
    expect(verdict(codeless)).toEqual(['not_allowed_in_state']);
    expect(verdict(paymentOf({ expiresAt: at(30), commands: [commandOf()] }))).toEqual(['command_in_progress']);
  });

  it('makes a last question that was asked before it void', () => {
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: at(-20), answer: 'expired' };
    const again = paymentOf({ baseState: 'expiring', expiresAt: at(-5) });
    expect(play(bookOf(again), [close]).verdicts).toEqual(['not_due']);
    const stale = begin({ purpose: 'close', actor: 'clock', deadline: at(-20) });
    expect(play(bookOf(again), [stale]).verdicts).toEqual(['not_due']);
    expect(play(bookOf(paymentOf({ expiresAt: at(60) })), [stale]).verdicts).toEqual(['not_allowed_in_state']);
  });

  it('changes no paid payment, and money keeps what it found', () => {
    const result = play(bookOf(paymentOf()), [extend(120), money(), extended()]);
    expect(only(result)).toMatchObject({ state: 'paid', expiresAt: at(60) });
    expect(only(result).cips[0]).toMatchObject({ status: 'paid' });
    expect(result.events).toEqual(['pay_a order.paid order']);
  });
});

describe('a reissue', () => {
  it('asks for the new code only when the old one is gone, and then shows it with its own deadline', () => {
    const begun = play(bookOf(paymentOf()), [reissue]);
    expect(only(begun).cips).toHaveLength(1);
    const gone = play(begun.book, [deleted(true)]);
    expect(only(gone).cips.map(({ id, status, current }) => [id, status, current])).toEqual([
      ['cip_1', 'removed', false],
      ['cip_2', 'requested', true],
    ]);
    expect(openCommandOf(only(gone))).toMatchObject({ kind: 'create', purpose: 'reissue' });
    const shown = play(gone.book, [created()]);
    expect(only(shown)).toMatchObject({ state: 'pending', expiresAt: at(120), nextAt: at(120) });
    expect(shown.events).toEqual(['pay_a order.pending code-2']);
  });

  it('asks for nothing when the old code was paid first', () => {
    const result = play(bookOf(paymentOf()), [reissue, money(), deleted(true)]);
    expect(only(result)).toMatchObject({ state: 'paid' });
    expect(only(result).cips).toHaveLength(1);
    expect(openCommandOf(only(result))).toBeUndefined();
  });

  it('leaves the payment open without a code when the new one is declined, and lets its shop ask again', () => {
    const declined = play(bookOf(paymentOf()), [
      reissue,
      deleted(true),
      { kind: 'create_refused', paymentId: 'pay_a', cipId: 'cip_2', commandId: 'cmd_2', code: '511', message: 'no' },
    ]);
    expect(only(declined)).toMatchObject({ state: 'pending', stock: 'held' });
    expect(only(declined).cips.some((cip) => cip.current)).toBe(false);
    const newCip = cipOf('cip_3', { number: null, status: 'requested' });
    const again = begin({ command: 'create', purpose: 'reissue', commandId: 'cmd_3', cipId: 'cip_3', newCip });
    expect(play(declined.book, [again]).verdicts).toEqual(['applied']);
    expect(play(bookOf(paymentOf()), [again]).verdicts).toEqual(['not_allowed_in_state']);
  });

  it('replaces a lost create once, and then leaves the payment as it is', () => {
    const lost = (commandId: string, next: string): Observation => ({
      kind: 'create_lost',
      paymentId: 'pay_a',
      commandId,
      replacement: { commandId: `cmd_${next}`, cipId: `cip_${next}`, transactionCode: `code-${next}` },
    });
    const once = play(bookOf(paymentOf()), [reissue, deleted(true), lost('cmd_2', '3')]);
    expect(openCommandOf(only(once))).toMatchObject({ id: 'cmd_3', purpose: 'replace' });
    const twice = play(once.book, [lost('cmd_3', '4')]);
    expect(only(twice)).toMatchObject({ state: 'pending', stock: 'held' });
    expect(openCommandOf(only(twice))).toBeUndefined();
  });
});

describe('a cancel', () => {
  it('deletes the shown code only: one that a reissue replaced meanwhile is refused', () => {
    const reissued = play(bookOf(paymentOf()), [reissue, deleted(true), created()]);
    const cancel = begin({ commandId: 'cmd_3' });
    expect(play(reissued.book, [cancel]).verdicts).toEqual(['not_allowed_in_state']);
    const done: Observation = { kind: 'delete_done', paymentId: 'pay_a', commandId: 'cmd_3', confirmedBy: 'delete' };
    const shown = play(reissued.book, [begin({ commandId: 'cmd_3', cipId: 'cip_2' }), done]);
    expect(only(shown)).toMatchObject({ state: 'cancelled', stock: 'released' });
  });
});

describe('a code whose number nobody knows', () => {
  it('holds the close until it has ended by itself, also where a reissue set an earlier deadline', () => {
    const lost = cipOf('cip_0', { number: null, status: 'lost', current: false, expiresAt: at(30) });
    const due = paymentOf({
      expiresAt: at(-1),
      cips: [lost, cipOf('cip_1', { expiresAt: at(-1), status: 'expired' })],
    });
    const passed = play(bookOf(due), [{ kind: 'deadline', paymentId: 'pay_a', graceMs: 60_000 }]);
    expect(only(passed)).toMatchObject({ state: 'expiring', stock: 'held', nextAt: at(31) });
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: at(-1), answer: 'expired' };
    expect(play(passed.book, [close]).verdicts).toEqual(['not_due']);
    expect(only(play(passed.book, [close], at(31)))).toMatchObject({ state: 'expired', stock: 'released' });
  });
});

describe('a call of unknown outcome', () => {
  const HOLD_MS = 73 * HOUR_S * 1000;
  const unknown = (commandId = 'cmd_1'): Observation => ({
    kind: 'command_unknown',
    paymentId: 'pay_a',
    commandId,
    reason: 'cut off',
    nextAt: at(1),
    givesUpAfterMs: HOLD_MS,
  });
  const after = (ms: number): Date => new Date(NOW.getTime() + HOLD_MS + ms);
  const dueNow = (change: Partial<Payment>): Payment => paymentOf({ baseState: 'expiring', expiresAt: NOW, ...change });

  it.each(['delete', 'extend'] as const)('keeps the clock waiting until EXPIRY_MAX_HOLD is over: a %s', (kind) => {
    const waiting = dueNow({ commands: [commandOf({ kind, purpose: kind === 'delete' ? 'close' : 'extend' })] });
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: NOW, answer: 'gateway_unreachable' };
    const before = play(bookOf(waiting), [unknown(), close], after(-1));
    expect(before.verdicts).toEqual(['applied', 'command_in_progress']);
    expect(openCommandOf(only(before))).toMatchObject({ status: 'unknown', nextAt: at(1) });
    const over = play(bookOf(waiting), [unknown(), close], after(0));
    expect(over.verdicts).toEqual(['applied', 'applied']);
    expect(only(over)).toMatchObject({ state: 'expired', unconfirmed: true, stock: 'released' });
    expect(only(over).commands[0]).toMatchObject({ status: 'lost', nextAt: null });
    // What it left payable is deleted when that can be done, and money that comes all the same is late.
    expect(only(over).cips[0]).toMatchObject({ status: 'pending', retireAt: after(0) });
    const late = play(over.book, [money()], after(1));
    expect(only(late)).toMatchObject({ state: 'paid', late: true, stock: 'released' });
    expect([...only(late).cases.keys()]).toEqual(['unconfirmed_close:pay_a', 'paid_late:pay_a']);
    // An answer that comes after all settles nothing any more.
    const answered = kind === 'delete' ? deleted(false) : extended();
    expect(play(over.book, [answered], after(2)).verdicts).toEqual(['unknown_command']);
  });

  it('lets the deadline pass of a payment whose extend is never answered', () => {
    const waiting = paymentOf({ expiresAt: NOW, commands: [commandOf({ kind: 'extend', purpose: 'extend' })] });
    const deadline: Observation = { kind: 'deadline', paymentId: 'pay_a', graceMs: 1 };
    expect(play(bookOf(waiting), [unknown(), deadline], after(-1)).verdicts).toEqual([
      'applied',
      'command_in_progress',
    ]);
    const over = play(bookOf(waiting), [unknown(), deadline], after(0));
    expect(only(over)).toMatchObject({ state: 'expiring', stock: 'held' });
  });

  it('is repeated for ever where no clock waits for it, and a create ends by its own rule', () => {
    const retiring = paymentOf({
      baseState: 'expired',
      expiresAt: NOW,
      commands: [commandOf({ kind: 'delete', purpose: 'retire' })],
    });
    expect(openCommandOf(only(play(bookOf(retiring), [unknown()], after(1))))).toMatchObject({ status: 'unknown' });
    const creating = dueNow({ commands: [commandOf()] });
    expect(openCommandOf(only(play(bookOf(creating), [unknown()], after(1))))).toMatchObject({ status: 'unknown' });
  });
});

describe('a close', () => {
  const close = (answer: 'expired' | 'removed' | 'no_status'): Observation => ({
    kind: 'close',
    paymentId: 'pay_a',
    deadline: at(-20),
    answer,
  });

  it('is refused over a code that can be paid as far as we know, unless it is unconfirmed', () => {
    const orphan = cipOf('cip_2', { current: false });
    const known = paymentOf({
      baseState: 'expiring',
      expiresAt: at(-20),
      cips: [cipOf('cip_1', { status: 'expired' }), orphan],
    });
    expect(play(bookOf(known), [close('expired')]).verdicts).toEqual(['cip_payable']);
    const seen: Observation = {
      kind: 'cip_status',
      paymentId: 'pay_a',
      cipId: 'cip_2',
      status: 'expired',
      observedAt: NOW,
    };
    expect(play(bookOf(known), [seen, close('expired')]).verdicts).toEqual(['applied', 'applied']);
    const unconfirmed = play(bookOf(known), [close('no_status')]);
    expect(only(unconfirmed)).toMatchObject({ state: 'expired', unconfirmed: true });
    expect(unconfirmed.events).toContain('pay_a order.review_required unconfirmed_close:pay_a');
  });

  it('forgets why it was held', () => {
    const hold: Observation = { kind: 'hold', paymentId: 'pay_a', nextAt: at(5), why: 'no_status' };
    const ended = paymentOf({
      baseState: 'expiring',
      expiresAt: at(-20),
      cips: [cipOf('cip_1', { status: 'expired' })],
    });
    const held = play(bookOf(ended), [hold]);
    expect(only(held)).toMatchObject({ heldFor: 'no_status', nextAt: at(5) });
    expect(only(play(held.book, [close('expired')]))).toMatchObject({ heldFor: null, nextAt: null });
    expect(only(play(held.book, [money()]))).toMatchObject({ state: 'paid', heldFor: null });
  });
});

describe('a code that nobody should pay any more', () => {
  it('is to be deleted: the new one when the old was paid, an orphan, and what a closed payment left', () => {
    const paidOnOld = play(bookOf(paymentOf()), [reissue, deleted(true), created(), money()]);
    expect(only(paidOnOld).cips[1]).toMatchObject({ status: 'pending', retireAt: NOW });
    const orphan = paymentOf({
      baseState: 'created',
      cips: [cipOf('cip_1', { number: null, current: false, status: 'lost' }), cipOf('cip_9', { number: null })],
    });
    expect(only(play(bookOf(orphan), [created('cip_1', 'gone')])).cips[0]).toMatchObject({ retireAt: NOW });
    const unconfirmed = paymentOf({ baseState: 'expiring', expiresAt: at(-20) });
    const close: Observation = { kind: 'close', paymentId: 'pay_a', deadline: at(-20), answer: 'gateway_unreachable' };
    expect(only(play(bookOf(unconfirmed), [close])).cips[0]).toMatchObject({ retireAt: NOW });
  });

  it('is deleted by a command of its own, in any state, and tried again later when that fails', () => {
    const left = paymentOf({ baseState: 'expired', cips: [cipOf('cip_1', { retireAt: NOW })] });
    const retire = begin({ purpose: 'retire', actor: 'clock' });
    const done = play(bookOf(left), [retire, deleted(false)]);
    expect(done.verdicts).toEqual(['applied', 'applied']);
    expect(only(done)).toMatchObject({ state: 'expired' });
    expect(only(done).cips[0]).toMatchObject({ status: 'removed', retireAt: null });
    const failed = play(bookOf(left), [
      retire,
      { kind: 'command_void', paymentId: 'pay_a', commandId: 'cmd_1', reason: 'unreachable' },
    ]);
    expect(only(failed).cips[0]).toMatchObject({ status: 'pending', retireAt: at(10) });
    expect(play(bookOf(paymentOf()), [retire]).verdicts).toEqual(['not_allowed_in_state']);
  });

  it('is never the one that an open payment shows, whatever is observed', () => {
    const observation = fc.oneof(
      fc.constantFrom(extend(90), extended(), reissue, deleted(true), created(), money(), begin({}), deleted(false)),
      fc.record({
        kind: fc.constant('cip_status' as const),
        paymentId: fc.constant('pay_a'),
        cipId: fc.constantFrom('cip_1', 'cip_2'),
        status: fc.constantFrom('pending' as const, 'expired' as const, 'removed' as const),
        observedAt: fc.constantFrom(at(-1), at(1)),
      }),
    );
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 12 }), (observations) => {
        const payment = only(play(bookOf(paymentOf()), observations));
        const open = ['created', 'pending', 'expiring'].includes(payment.state);
        for (const cip of payment.cips) {
          const payable = cip.number !== null && cip.status === 'pending';
          expect(cip.retireAt !== null).toBe(payable && !(cip.current && open));
        }
        expect(payment.cips.filter((cip) => cip.current).length).toBeLessThanOrEqual(1);
        expect(payment.commands.filter((command) => command.status === 'intent').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an order that is paid', () => {
  it('gets no replacement for a create that was lost, and no failure', () => {
    const creating = paymentOf({
      baseState: 'created',
      cips: [cipOf('cip_1', { number: null, status: 'requested' })],
      commands: [commandOf()],
    });
    const lost: Observation = {
      kind: 'create_lost',
      paymentId: 'pay_a',
      commandId: 'cmd_1',
      replacement: { commandId: 'cmd_2', cipId: 'cip_2', transactionCode: 'code-2' },
    };
    const found: Observation = { kind: 'cip_found', paymentId: 'pay_a', cipId: 'cip_1', number: '555' };
    const result = play(bookOf(creating), [found, money(), lost]);
    expect(only(result)).toMatchObject({ state: 'paid' });
    expect(only(result).cips).toHaveLength(1);
    expect(result.events).toEqual(['pay_a order.paid order']);
    const known = play(bookOf(creating), [found, lost]);
    expect(only(known)).toMatchObject({ state: 'pending' });
    expect(only(known).cips).toHaveLength(1);
  });
});

describe('a payment whose second create is lost too', () => {
  const twice = (change: Partial<Payment>): Payment =>
    paymentOf({
      baseState: 'created',
      cips: [
        cipOf('cip_1', { number: null, current: false, status: 'lost' }),
        cipOf('cip_2', { number: null, status: 'requested' }),
      ],
      commands: [commandOf({ id: 'cmd_2', cipId: 'cip_2', purpose: 'replace' })],
      ...change,
    });
  const lost: Observation = {
    kind: 'create_lost',
    paymentId: 'pay_a',
    commandId: 'cmd_2',
    replacement: { commandId: 'cmd_3', cipId: 'cip_3', transactionCode: 'code-3' },
  };

  it('shows the first after all, when its number turned up', () => {
    const found: Observation = { kind: 'cip_found', paymentId: 'pay_a', cipId: 'cip_1', number: '555' };
    const result = play(bookOf(twice({})), [found, lost]);
    expect(only(result)).toMatchObject({ state: 'pending', stock: 'held' });
    expect(only(result).cips[0]).toMatchObject({ current: true, number: '555', retireAt: null });
    expect(result.events).toEqual(['pay_a order.pending cip_1-code']);
  });

  it('fails, but not while a notification about one of them waits', () => {
    expect(only(play(bookOf(twice({})), [lost]))).toMatchObject({ state: 'failed', stock: 'released' });
    const waiting = play(bookOf(twice({ waitingNotifications: 1 })), [lost]);
    expect(only(waiting)).toMatchObject({ state: 'created', stock: 'held' });
    expect(waiting.events).toEqual([]);
  });
});

describe('a reminder', () => {
  const remind: Observation = { kind: 'remind', paymentId: 'pay_a' };

  it('is planned when the shopper has a code, and anew with every deadline', () => {
    const creating = paymentOf({
      baseState: 'created',
      expiresAt: at(180),
      remindBeforeS: [2 * HOUR_S, HOUR_S, 30 * 24 * HOUR_S],
      cips: [cipOf('cip_2', { number: null, status: 'requested' })],
      commands: [commandOf({ id: 'cmd_2', cipId: 'cip_2' })],
    });
    const shown = play(bookOf(creating), [created()]);
    expect(only(shown).remindAt).toEqual(at(60));
    const later = play(shown.book, [
      begin({ command: 'extend', purpose: 'extend', cipId: 'cip_2', deadline: at(600) }),
      extended(),
    ]);
    expect(only(later).remindAt).toEqual(at(480));
    expect(only(play(shown.book, [money({ cipId: 'cip_2' })])).remindAt).toBeNull();
  });

  it('comes once for each moment, and not before', () => {
    const waiting = paymentOf({ remindBeforeS: [2 * HOUR_S, HOUR_S / 2], remindAt: at(-60) });
    const first = play(bookOf(waiting), [remind, remind]);
    expect(first.verdicts).toEqual(['applied', 'not_due']);
    expect(first.events).toEqual([`pay_a order.expiring_soon pay_a:${at(60).toISOString()}:${at(-60).toISOString()}`]);
    expect(only(first).remindAt).toEqual(at(30));
    const second = play(first.book, [remind], at(31));
    expect(second.verdicts).toEqual(['applied']);
    expect(only(second).remindAt).toBeNull();
    expect(play(bookOf({ ...waiting, commands: [commandOf()] }), [remind]).verdicts).toEqual(['command_in_progress']);
    expect(play(bookOf(paymentOf({ baseState: 'expiring', remindAt: at(-1) })), [remind]).verdicts).toEqual([
      'not_allowed_in_state',
    ]);
  });
});
