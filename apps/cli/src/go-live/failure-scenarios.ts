import type { PaymentView } from '#payments';
import { NotTried } from './protocol.js';
import type { Scenario } from './scenario.js';

const BEYOND_WAIT_MS = 2_000;

/** Orders that are not paid, and calls that go wrong. */
export const failureScenarios: readonly Scenario[] = [
  {
    id: 'failure',
    title: 'Declined by PagoEfectivo',
    expected:
      'The storefront is told gateway_rejected with the reason; the payment is failed and order.failed is written.',
    async run(desk, protocol) {
      const answer = await desk.open(desk.newOrder('rejected'));
      const { code, paymentId } = answer.body as { code?: string; paymentId?: string };
      protocol.expect(
        answer.status === 422 && code === 'gateway_rejected' && typeof paymentId === 'string',
        `The order was answered 422 ${code ?? ''}.`,
        `The order was answered ${answer.status} ${code ?? ''}.`,
      );
      const id = paymentId ?? '';
      protocol.evidence('Payment', id);
      const failed = await desk.until(id, 'failed', ({ state }) => state === 'failed');
      protocol.note(`The payment is failed, and its stock ${failed.stock}.`);
      await desk.oneEvent(id, 'order.failed', protocol);
    },
  },
  {
    id: 'timeout',
    title: 'PagoEfectivo answers too late',
    expected: 'The storefront is told to come back; the same key then finds the payment, and there is one code.',
    async run(desk, protocol, { callerWaitMs }) {
      const order = desk.newOrder();
      const lateAnswer = `PT${(callerWaitMs + BEYOND_WAIT_MS) / 1000}S`;
      await desk.sandbox('PUT', '/sandbox/faults', { lateAnswer, operations: ['create'], times: 1 });
      let first;
      try {
        first = await desk.open(order);
      } finally {
        await desk.sandbox('PUT', '/sandbox/faults', { lateAnswer: null, operations: null, times: null });
      }
      if (first.status === 201) {
        throw new NotTried(
          'The product waits longer than GATEWAY_CALLER_WAIT says here: set it as the product has it.',
        );
      }
      const { code } = first.body as { code?: string };
      protocol.expect(
        first.status === 502 && code === 'gateway_unavailable',
        'The order was answered 502 gateway_unavailable while PagoEfectivo was silent.',
        `The order was answered ${first.status} ${code ?? ''}.`,
      );
      const again = await desk.eventually(async () => {
        const answer = await desk.open(order);
        return answer.status === 201 ? answer : null;
      });
      const { id } = desk.withCode(again ?? first, protocol);
      const { data } = (await desk.sandbox('GET', '/sandbox/cips?limit=500')) as {
        data: readonly { transactionCode: string }[];
      };
      const codes = data.filter(({ transactionCode }) => transactionCode.startsWith(`${order.orderId}-`));
      protocol.expect(codes.length === 1, 'PagoEfectivo has one code for the order.', `It has ${codes.length} codes.`);
      await desk.expectApi('POST', `/v1/payments/${id}/cancel`);
    },
  },
  {
    id: 'forged',
    title: 'A forged notification',
    expected: 'It is refused and kept as evidence; the payment stays as it is.',
    async run(desk, protocol, { forgeries }) {
      const { id, cip } = await desk.openWithCode(protocol);
      await desk.sandbox('POST', `/sandbox/cips/${cip.number}/notify`, { notify: 'forged' });
      protocol.note('A notification of a payment that never was came, signed with a wrong secret.');
      const status = await desk.eventually(async () => {
        const { notifications } = await desk.sandboxCip(cip.number);
        return notifications.find(({ forged }) => forged)?.deliveries[0]?.status ?? null;
      });
      protocol.expect(status === 401, 'It was answered 401.', `It was answered ${status ?? 'not at all'}.`);
      const kept = await forgeries(cip.number);
      protocol.expect(kept > 0, 'It is kept as evidence.', 'It is not kept as evidence.');
      const { state } = (await desk.expectApi('GET', `/v1/payments/${id}`)) as PaymentView;
      protocol.expect(state === 'pending', 'The payment is still pending.', `The payment is ${state}.`);
      await desk.expectApi('POST', `/v1/payments/${id}/cancel`);
    },
  },
  {
    id: 'cancelled',
    title: 'Cancelled by the shop',
    expected: 'The code is deleted at PagoEfectivo, the stock released, and order.cancelled written.',
    async run(desk, protocol) {
      const { id, cip } = await desk.openWithCode(protocol);
      await desk.expectApi('POST', `/v1/payments/${id}/cancel`);
      const cancelled = await desk.until(id, 'cancelled', ({ state }) => state === 'cancelled');
      protocol.expect(
        cancelled.stock === 'released',
        'The payment is cancelled and its stock released.',
        `The payment is cancelled and its stock ${cancelled.stock}.`,
      );
      const { status } = await desk.sandboxCip(cip.number);
      protocol.expect(
        status === 'removed',
        'PagoEfectivo has deleted the code.',
        `The code is ${status} at PagoEfectivo.`,
      );
      await desk.oneEvent(id, 'order.cancelled', protocol);
    },
  },
];
