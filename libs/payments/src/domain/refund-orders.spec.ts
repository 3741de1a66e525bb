import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.js';
import type { OrderBook, Receipt } from './order-book.js';
import { at, bookOf, cipOf, money, paymentOf, play } from './order-book.fixture.js';
import { accepted, approve, begin, only, paidBook, request, reversal, step } from './refund.fixture.js';
import type { Refund } from './refund.js';
import { refundableMinor, reserves } from './refund.js';

const refundIds = ['rfd_1', 'rfd_2', 'rfd_3', 'rfd_4'];
const anyStep = fc.oneof(
  fc
    .record({
      refundId: fc.constantFrom(...refundIds),
      amountMinor: fc.constantFrom(null, 1n, 4_000n, 6_000n, 12_990n),
      receiptId: fc.constantFrom(null, 'rcp_1', 'rcp_2'),
      channel: fc.constantFrom('manual' as const, 'api' as const),
    })
    .map((change) => request(change)),
  fc.constantFrom(...refundIds).map((id) => approve('operator:luis@shop.example', id)),
  fc
    .record({ kind: fc.constantFrom('sent', 'done', 'bounced', 'reject'), id: fc.constantFrom(...refundIds) })
    .map(({ kind, id }) => step(kind as 'sent', id)),
  fc.constantFrom(...refundIds).map((id) => begin(id, `cmd_${id}`)),
  fc.constantFrom(...refundIds).map((id) => accepted(`cmd_${id}`)),
  fc.constantFrom(reversal(1), reversal(2, '901'), reversal(3, '902', 4_000n), money({ operationNumber: '78' })),
);

describe('whatever is asked for, approved, bounced and announced', () => {
  const start = (): OrderBook => paidBook(money(), money({ operationNumber: '78', occurredAt: at(-4) }));

  it('never takes more out of a receipt than came in, and announces each refund once', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), (steps) => {
        const { book, events } = play(start(), steps);
        const payment = only({ book });
        for (const receipt of payment.receipts) {
          expect(taken(payment.refunds, receipt)).toBeLessThanOrEqual(receipt.amountMinor);
          if (receipt.reversedAt === null) expect(refundableMinor(receipt, payment.refunds)).toBeGreaterThanOrEqual(0n);
        }
        const done = payment.refunds.filter((refund) => refund.state === 'done').map((refund) => refund.id);
        const told = events.filter((event) => event.includes('order.refunded')).map((event) => event.split(' ')[2]);
        expect([...told].sort()).toEqual([...done].sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes to the same whatever the order of the gateway’s messages after a call (invariant 4)', () => {
    const facts = fc.array(
      fc.oneof(
        fc
          // What is repeated was received once first: a call is not begun while a message of before it waits.
          .record({ heard: fc.constantFrom(['900', -1], ['901', 1], ['902', 2], ['', 3]), half: fc.boolean() })
          .map(({ heard: [op, minutes], half }) => reversal(Number(minutes), String(op), half ? 6_000n : 12_990n)),
        fc
          .record({ op: fc.constantFrom('77', '78', '79'), at: fc.constantFrom(null, at(-9), at(-5), at(-4)) })
          .map(({ op, at: occurredAt }) => money({ operationNumber: op, occurredAt })),
      ),
      { minLength: 1, maxLength: 8 },
    );
    const begun = (amounts: readonly bigint[]): OrderBook => {
      let { book } = { book: start() };
      amounts.forEach((amountMinor, nth) => {
        const id = `rfd_${nth + 1}`;
        const receiptId = nth % 2 === 0 ? 'rcp_1' : 'rcp_2';
        const steps = [
          request({ refundId: id, receiptId, amountMinor, channel: 'api' }),
          approve('operator:luis@shop.example', id),
          begin(id, `cmd_${id}`),
          ...(nth < amounts.length - 1 ? [accepted(`cmd_${id}`)] : []),
        ];
        book = play(book, steps, at(nth)).book;
      });
      return book;
    };
    const scenario = fc.record({
      amounts: fc.constantFrom<bigint[]>([12_990n], [6_000n], [6_000n, 12_990n], [6_000n, 6_000n, 6_000n]),
      played: facts.chain((list) =>
        fc.record({
          list: fc.constant(list),
          shuffled: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
        }),
      ),
    });
    fc.assert(
      fc.property(scenario, ({ amounts, played }) => {
        const outcome = (observations: readonly Observation[]): unknown => {
          const result = play(begun(amounts), observations);
          const payment = only(result);
          return {
            events: [...result.events].sort(),
            state: payment.state,
            refunds: payment.refunds.map(({ id, state }) => [id, state]),
            commands: payment.commands.map(({ id, status }) => [id, status]),
            receipts: payment.receipts.map(({ operationNumber, reversedAt, counts }) => [
              operationNumber,
              reversedAt,
              counts,
            ]),
            cases: [...payment.cases.keys()].sort(),
          };
        };
        expect(outcome(played.shuffled)).toEqual(outcome(played.list));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the ids of receipts, however searches and notifications are joined', () => {
    const fact = fc
      .record({
        source: fc.constantFrom('notification' as const, 'search' as const),
        op: fc.constantFrom('1', '2', '3'),
        at: fc.constantFrom(null, at(-30), at(-27), at(-24), at(-20)),
        observed: fc.integer({ min: -20, max: 0 }),
      })
      .map(({ source, op, at: occurredAt, observed }) =>
        money({ source, operationNumber: source === 'search' ? '' : op, occurredAt, observedAt: at(observed) }),
      );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 10 }), (facts) => {
        let book = bookOf(paymentOf({ cips: [cipOf('cip_1')] }));
        const ids = new Set<string>();
        facts.forEach((one, nth) => {
          const after = play(book, [one]).book;
          const receipts = only({ book: after }).receipts;
          const kept = new Set(receipts.flatMap(({ id }) => (id === null ? [] : [id])));
          for (const id of ids) expect(kept.has(id)).toBe(true);
          const payment = {
            ...only({ book: after }),
            receipts: receipts.map((receipt, index) => ({ ...receipt, id: receipt.id ?? `rcp_${nth}_${index}` })),
          };
          for (const { id } of payment.receipts) ids.add(id);
          book = { ...after, payments: [payment] };
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

function taken(refunds: readonly Refund[], receipt: Receipt): bigint {
  return refunds
    .filter((refund) => refund.receiptId === receipt.id && reserves(refund))
    .reduce((sum, refund) => sum + refund.amountMinor, 0n);
}
