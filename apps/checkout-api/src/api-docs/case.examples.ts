import type { CaseAnswer } from '../cases/case.answer.js';

const open: CaseAnswer = {
  id: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2',
  object: 'case',
  kind: 'paid_late',
  state: 'open',
  paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2',
  orderId: 'A-1001',
  receiptId: 'rcp_06c9x2v4k8m0q1r3s5t7w9y0z2',
  notificationId: 'ntf_06c9x2v4k8m0q1r3s5t7w9y0z2',
  details: {
    closedAs: 'expired',
    receivedAmount: '129.90',
    receivedCurrency: 'PEN',
    paidAt: '2026-11-24T00:02:03.000Z',
    operationNumber: '1253',
  },
  openedAt: '2026-11-23T19:02:11-05:00',
  dueAt: '2026-11-24T19:02:11-05:00',
  overdue: false,
  owner: null,
  note: null,
  resolutions: ['accept', 'refund', 'close'],
  resolution: null,
  reason: null,
  resolvedBy: null,
  resolvedAt: null,
  refundIds: [],
};

/** Late money, and what was done about it. */
export const CASE_EXAMPLES = {
  open,
  resolved: {
    ...open,
    state: 'resolved',
    resolutions: [],
    resolution: 'accept',
    reason: 'Stock found, shipping today.',
    resolvedBy: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2',
    resolvedAt: '2026-11-23T19:30:00-05:00',
  },
} satisfies Record<string, CaseAnswer>;
