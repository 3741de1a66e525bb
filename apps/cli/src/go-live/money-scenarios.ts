import { formatAmount, limaInstant } from '#payments';
import { formatDuration } from '#platform';
import { closeCase } from './close-case.js';
import { NotTried } from './protocol.js';
import type { Scenario } from './scenario.js';

/** A little more than the shortest life that a code may have. */
const LIFE_MS = 15 * 60_000;

/** Orders that are paid, in every way that money is told of. */
export const moneyScenarios: readonly Scenario[] = [
  {
    id: 'success',
    title: 'Paid and notified',
    expected: 'The notification makes the payment paid, its stock is committed, and one order.paid is written.',
    async run(desk, protocol) {
      const { id } = await desk.openAndPay(protocol, { notify: 'once' });
      const paid = await desk.until(id, 'paid', ({ state }) => state === 'paid');
      protocol.expect(
        paid.receipts.length === 1 && paid.receipts[0]?.counts === 'applied' && paid.stock === 'committed',
        `The payment is paid at ${paid.paidAt ?? '-'} with one receipt, and its stock is ${paid.stock}.`,
        `The payment is paid with ${paid.receipts.length} receipts and stock ${paid.stock}.`,
      );
      await desk.oneEvent(id, 'order.paid', protocol);
    },
  },
  {
    id: 'duplicate',
    title: 'The same notification twice',
    expected: 'Both deliveries are answered 200; there is one receipt and one order.paid.',
    async run(desk, protocol) {
      const { id, cip } = await desk.openAndPay(protocol, { notify: 'twice' });
      const answers = await desk.eventually(async () => {
        const deliveries = (await desk.sandboxCip(cip.number)).notifications.flatMap((one) => one.deliveries);
        return deliveries.length >= 2 ? deliveries.map(({ status }) => status) : null;
      });
      protocol.expect(
        answers !== null && answers.every((status) => status === 200),
        'Both deliveries of the notification were answered 200.',
        `The deliveries of the notification were answered ${JSON.stringify(answers ?? 'not twice')}.`,
      );
      const paid = await desk.until(id, 'paid', ({ state }) => state === 'paid');
      protocol.expect(
        paid.receipts.length === 1,
        'There is one receipt.',
        `There are ${paid.receipts.length} receipts.`,
      );
      await desk.oneEvent(id, 'order.paid', protocol);
    },
  },
  {
    id: 'silent',
    title: 'Paid and never notified',
    expected: 'A check by hand finds the money, and one order.paid is written.',
    async run(desk, protocol) {
      const { id } = await desk.openAndPay(protocol, { notify: 'never' });
      await desk.expectApi('POST', `/v1/payments/${id}/check`);
      const paid = await desk.until(id, 'paid', ({ state }) => state === 'paid');
      protocol.note(`PagoEfectivo was asked, and the payment is ${paid.state}.`);
      await desk.oneEvent(id, 'order.paid', protocol);
    },
  },
  {
    id: 'reversed',
    title: 'Paid and reversed',
    expected: 'The reversal makes the payment reversed and opens a case; order.reversed is written.',
    async run(desk, protocol) {
      const { id, cip } = await desk.openAndPay(protocol, { notify: 'once' });
      await desk.until(id, 'paid', ({ state }) => state === 'paid');
      await desk.sandbox('POST', `/sandbox/cips/${cip.number}/reverse`, { notify: 'once' });
      protocol.note('The agent took the payment back.');
      await desk.until(id, 'reversed', ({ state }) => state === 'reversed');
      protocol.note('The payment is reversed.');
      await desk.oneEvent(id, 'order.reversed', protocol);
      await closeCase(desk, protocol, { paymentId: id, kind: 'reversed' });
    },
  },
  {
    id: 'wrong-amount',
    title: 'Another amount than asked for',
    expected: 'The order does not ship; a case says so.',
    async run(desk, protocol) {
      const { id } = await desk.openAndPay(protocol, {
        notify: 'once',
        amount: formatAmount(desk.options.amountMinor + 100n),
      });
      await desk.until(id, 'in review', ({ inReview }) => inReview);
      await closeCase(desk, protocol, { paymentId: id, kind: 'wrong_amount' });
      const shipped = await desk.events(id, 'order.paid');
      protocol.expect(shipped.length === 0, 'No order.paid was written.', 'order.paid was written for a wrong amount.');
    },
  },
  {
    id: 'late',
    title: 'Paid after the order was closed',
    expected: 'The unpaid order expires and releases its stock; later money opens a case and ships nothing by itself.',
    async run(desk, protocol, { advanceClock, graceMs }) {
      if (!advanceClock) {
        throw new NotTried(
          'It needs half an hour to pass: say --advance-clock where the product and its sandbox run in one process (npm start). Other test orders grow older with it.',
        );
      }
      const { now } = (await desk.sandbox('GET', '/sandbox/clock')) as { now: string };
      const expiresAt = limaInstant(new Date(Date.parse(now) + LIFE_MS));
      const order = desk.newOrder();
      const { id, cip } = desk.withCode(await desk.open({ ...order, body: { ...order.body, expiresAt } }), protocol);
      await desk.sandbox('PUT', '/sandbox/clock', { advance: formatDuration(LIFE_MS) });
      await desk.until(id, 'expiring', ({ state }) => state === 'expiring' || state === 'expired');
      protocol.note('The deadline passed, and the page of the payment is closed.');
      await desk.sandbox('PUT', '/sandbox/clock', { advance: formatDuration(graceMs) });
      const closed = await desk.until(id, 'expired', ({ state }) => state === 'expired');
      protocol.expect(
        closed.stock === 'released',
        'The payment is expired and its stock released.',
        `The payment is expired and its stock ${closed.stock}.`,
      );
      await desk.oneEvent(id, 'order.expired', protocol);
      await desk.pay(cip.number, { notify: 'once' }, protocol);
      await desk.until(id, 'paid late', ({ late }) => late);
      await closeCase(desk, protocol, { paymentId: id, kind: 'paid_late' });
      const shipped = await desk.events(id, 'order.paid');
      protocol.expect(shipped.length === 0, 'No order.paid was written.', 'order.paid was written for late money.');
    },
  },
];
