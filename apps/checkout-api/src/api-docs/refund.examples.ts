import type { RefundAnswer } from '../refunds/refund.answer.js';

const requested: RefundAnswer = {
  id: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h',
  object: 'refund',
  livemode: false,
  payment: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2',
  orderId: 'A-1001',
  receipt: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9',
  amount: '129.90',
  currency: 'PEN',
  reason: 'The goods came back.',
  channel: 'manual',
  state: 'requested',
  destination: { type: 'cci', bank: '002', ending: '9012' },
  creditNote: 'FC01-00000017',
  requestedBy: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2',
  requestedAt: '2026-11-25T09:02:41-05:00',
  approvedBy: null,
  selfApproved: false,
  decidedAt: null,
  sentAt: null,
  bankReference: null,
  settledAt: null,
  endReason: null,
  uncertain: null,
  evidence: [],
};

/** A refund in its states. */
export const REFUND_EXAMPLES = {
  requested,
  done: {
    ...requested,
    state: 'done',
    approvedBy: 'operator:luis@shop.example',
    decidedAt: '2026-11-25T09:40:00-05:00',
    sentAt: '2026-11-25T10:05:12-05:00',
    bankReference: '0099123',
    settledAt: '2026-11-25T11:20:00-05:00',
    evidence: [
      {
        id: 'evd_06ca0e9z1x3c5v7b9n1m3k5j7h',
        name: 'slip.pdf',
        mediaType: 'application/pdf',
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        addedBy: 'operator:ana@shop.example',
        addedAt: '2026-11-25T11:20:00-05:00',
      },
    ],
  },
} satisfies Record<string, RefundAnswer>;
