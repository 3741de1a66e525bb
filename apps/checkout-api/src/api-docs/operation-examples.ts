import { CASE_EXAMPLES } from './case.examples.js';
import type { Examples } from './document-parts.js';
import { EVENT_EXAMPLES, TEST_EVENT_EXAMPLE } from './event.examples.js';
import { PAYMENT_EXAMPLES as PAYMENTS } from './payment.examples.js';
import { REFUND_EXAMPLES } from './refund.examples.js';

const { pending, paid, expired, cancelled, extended, reissued } = PAYMENTS;
const page = (entry: unknown): unknown => ({ data: [entry], nextCursor: null });

const ORDER = {
  orderId: 'A-1001',
  amount: '129.90',
  currency: 'PEN',
  customer: { email: 'rosa@example.pe' },
};

/** Examples of what an operation answers with; any other has those of its schema. */
export const ANSWER_EXAMPLES: Readonly<Record<string, Examples>> = {
  createPayment: { pending: { summary: 'The shopper has a code to pay with', value: pending } },
  getPayment: {
    pending: { summary: 'Waiting for the money', value: pending },
    paid: { summary: 'Paid: ship', value: paid },
    expired: { summary: 'Not paid in time', value: expired },
  },
  listPayments: { page: { value: page(pending) } },
  cancelPayment: { cancelled: { value: cancelled } },
  extendPayment: { extended: { summary: 'The same code, a day longer', value: extended } },
  reissuePayment: { reissued: { summary: 'A new code, the old one is deleted', value: reissued } },
  checkPayment: {
    paid: { summary: 'Money was found that no notification announced', value: paid },
    pending: { summary: 'PagoEfectivo knows of no money yet', value: pending },
  },
  createRefund: { requested: { summary: 'It waits for an operator', value: REFUND_EXAMPLES.requested } },
  getRefund: { done: { summary: 'The money is with the shopper', value: REFUND_EXAMPLES.done } },
  listPaymentRefunds: { list: { value: { data: [REFUND_EXAMPLES.done] } } },
  listCases: { page: { value: page(CASE_EXAMPLES.open) } },
  getCase: { open: { value: CASE_EXAMPLES.open } },
  resolveCase: { resolved: { value: CASE_EXAMPLES.resolved } },
  listEvents: {
    page: {
      value: {
        data: [EVENT_EXAMPLES['order.pending'], EVENT_EXAMPLES['order.paid']],
        nextCursor: 'YzEuM2s5ZjJhLjI',
        hasMore: false,
        retention: 'P13M',
      },
    },
  },
  getPayPageCalendar: {
    deadline: {
      value:
        'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20261123T233000Z\r\n…\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    },
  },
  getEvent: { paid: { value: EVENT_EXAMPLES['order.paid'] } },
};

/** Examples of what an operation is sent. */
export const REQUEST_EXAMPLES: Readonly<Record<string, Examples>> = {
  createPayment: {
    required: { summary: 'What is required', value: ORDER },
    full: {
      summary: 'Everything',
      value: {
        ...ORDER,
        description: pending.description,
        customer: pending.customer,
        items: pending.items,
        expiresAt: pending.expiresAt,
        returnUrl: pending.returnUrl,
        metadata: pending.metadata,
      },
    },
  },
  extendPayment: { later: { value: { expiresAt: extended.expiresAt } } },
  reissuePayment: {
    usual: { summary: 'The usual time from now', value: {} },
    until: { summary: 'Until an instant', value: { expiresAt: reissued.expiresAt } },
  },
  createRefund: {
    rest: {
      summary: 'All that is left, by bank; an operator asks for the account',
      value: { reason: 'Out of stock.' },
    },
    part: {
      summary: 'A part of one receipt to a CCI',
      value: {
        receipt: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9',
        amount: '50.00',
        reason: 'One polo came back.',
        channel: 'manual',
        destination: {
          type: 'cci',
          number: '00219100123456789012',
          holder: 'Rosa Quispe',
          documentType: 'DNI',
          documentNumber: '40226700',
        },
        creditNote: 'FC01-00000017',
        approve: true,
      },
    },
  },
  resolveCase: {
    accept: { summary: 'Ship all the same', value: { resolution: 'accept', reason: 'Stock found, shipping today.' } },
    refund: { summary: 'Pay the money back', value: { resolution: 'refund', reason: 'Sold out meanwhile.' } },
    close: {
      summary: 'Paid back already',
      value: { resolution: 'close', reason: 'Transferred back, operation 99812.' },
    },
  },
  receiveEvent: Object.fromEntries(
    [...Object.values(EVENT_EXAMPLES), TEST_EVENT_EXAMPLE].map((event) => [event.type, { value: event }]),
  ),
};
