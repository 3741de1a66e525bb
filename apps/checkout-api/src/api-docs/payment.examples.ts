import type { PaymentAnswer } from '../payments/payment.answer.js';

const ID = 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2';
const CIP = '213803274';

/** One order through its life; every example of the description tells a part of it. */
const pending: PaymentAnswer = {
  id: ID,
  object: 'payment',
  livemode: false,
  orderId: 'A-1001',
  state: 'pending',
  amount: '129.90',
  currency: 'PEN',
  description: '2 polos',
  cip: {
    number: CIP,
    url: 'https://payment.pagoefectivo.pe/AB803C1C.html',
    state: 'pending',
    expiresAt: '2026-11-23T18:30:00-05:00',
  },
  paymentPageUrl: 'https://pay.shop.example/pay/06c9x2v4k8m0q1r3s5t7w9y0z2Zk1uQ2h5c2lhbmdwYXlwYW',
  returnUrl: 'https://shop.example/thanks',
  expiresAt: '2026-11-23T18:30:00-05:00',
  paidAt: null,
  late: false,
  inReview: false,
  failure: null,
  receipts: [],
  refundedAmount: '0.00',
  refunds: [],
  stock: 'held',
  items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
  customer: {
    email: 'rosa@example.pe',
    firstName: 'Rosa',
    lastName: 'Quispe',
    phone: '+51987654321',
    documentType: 'DNI',
    documentNumber: '40226700',
  },
  metadata: { channel: 'web' },
  createdAt: '2026-11-22T18:30:00-05:00',
  updatedAt: '2026-11-22T18:30:01-05:00',
};

const receipt: PaymentAnswer['receipts'][number] = {
  id: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9',
  cip: CIP,
  amount: '129.90',
  currency: 'PEN',
  paidAt: '2026-11-22T20:14:09-05:00',
  operationNumber: '0012345',
  reversedAt: null,
  counts: 'applied',
};

const paid: PaymentAnswer = {
  ...pending,
  state: 'paid',
  cip: cip({ state: 'paid' }),
  paidAt: '2026-11-22T20:14:09-05:00',
  receipts: [receipt],
  stock: 'committed',
  updatedAt: '2026-11-22T20:14:12-05:00',
};

const expired: PaymentAnswer = {
  ...pending,
  state: 'expired',
  cip: cip({ state: 'expired' }),
  stock: 'released',
  updatedAt: '2026-11-23T18:40:02-05:00',
};

/** The same payment as each state shows it. */
export const PAYMENT_EXAMPLES = {
  pending,
  paid,
  expired,
  cancelled: {
    ...expired,
    state: 'cancelled',
    cip: cip({ state: 'removed' }),
    updatedAt: '2026-11-22T19:02:44-05:00',
  },
  failed: {
    ...expired,
    state: 'failed',
    cip: null,
    failure: { code: '511', message: 'El monto excede el máximo permitido.' },
    updatedAt: '2026-11-22T18:30:01-05:00',
  },
  extended: {
    ...pending,
    cip: cip({ expiresAt: '2026-11-24T18:30:00-05:00' }),
    expiresAt: '2026-11-24T18:30:00-05:00',
    updatedAt: '2026-11-23T17:05:31-05:00',
  },
  reissued: {
    ...pending,
    cip: cip({ number: '213803981', url: 'https://payment.pagoefectivo.pe/9F03D2AA.html' }),
    updatedAt: '2026-11-22T19:11:20-05:00',
  },
  paidLate: { ...expired, late: true, inReview: true, state: 'paid', receipts: [receipt], paidAt: receipt.paidAt },
  reversed: {
    ...paid,
    state: 'reversed',
    inReview: true,
    receipts: [{ ...receipt, reversedAt: '2026-11-23T09:00:00-05:00' }],
    updatedAt: '2026-11-23T09:00:03-05:00',
  },
  refunded: {
    ...paid,
    state: 'refunded',
    refundedAmount: '129.90',
    refunds: [
      {
        id: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h',
        receipt: receipt.id,
        amount: '129.90',
        currency: 'PEN',
        channel: 'manual',
        state: 'done',
        creditNote: 'FC01-00000017',
        requestedAt: '2026-11-25T09:02:41-05:00',
        settledAt: '2026-11-25T11:20:00-05:00',
      },
    ],
    updatedAt: '2026-11-25T11:20:00-05:00',
  },
} satisfies Record<string, PaymentAnswer>;

function cip(change: Partial<NonNullable<PaymentAnswer['cip']>>): PaymentAnswer['cip'] {
  return pending.cip && { ...pending.cip, ...change };
}
