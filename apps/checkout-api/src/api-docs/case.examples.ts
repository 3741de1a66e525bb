import type { CaseAnswer } from '../cases/case.answer.js';

const open: CaseAnswer = {
  id: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2',
  object: 'case',
  kind: 'paid_late',
  state: 'open',
  paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2',
  orderId: 'A-1001',
  details: { closedAs: 'expired' },
  openedAt: '2026-11-23T19:02:11-05:00',
  owner: null,
  resolution: null,
  reason: null,
  resolvedBy: null,
  resolvedAt: null,
};

/** Late money, and what was done about it. */
export const CASE_EXAMPLES = {
  open,
  resolved: {
    ...open,
    state: 'resolved',
    resolution: 'accept',
    reason: 'Stock found, shipping today.',
    resolvedBy: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2',
    resolvedAt: '2026-11-23T19:30:00-05:00',
  },
} satisfies Record<string, CaseAnswer>;
