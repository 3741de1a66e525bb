import type { CaseKind, CaseOutcome } from './case-rules.js';
import type { Effect } from './observation.js';

export interface OpenedCase {
  readonly paymentId: string;
  readonly kind: CaseKind;
  readonly key: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** The facts that it rests on: they name its receipt and its notification. */
  readonly factKeys?: readonly string[];
}

export function caseOpened({ paymentId, kind, key, details, factKeys = [] }: OpenedCase): Effect[] {
  return [
    { kind: 'case_opened', paymentId, key, caseKind: kind, details, factKeys },
    { kind: 'event', paymentId, type: 'order.review_required', cause: key, reviewCase: { kind, key } },
  ];
}

export interface ResolvedCase {
  readonly paymentId: string;
  readonly kind: CaseKind;
  readonly key: string;
  readonly resolution: CaseOutcome;
  readonly reason: string;
  readonly actor: string;
  readonly refundIds?: readonly string[];
}

export function caseResolved(resolved: ResolvedCase): Effect[] {
  const { paymentId, kind, key, resolution, reason, actor, refundIds = [] } = resolved;
  const refunds = refundIds.length === 0 ? {} : { refunds: refundIds };
  return [
    { kind: 'case_resolved', paymentId, key, resolution, reason, actor, refundIds },
    {
      kind: 'event',
      paymentId,
      type: 'order.review_resolved',
      cause: key,
      reviewCase: { kind, key, resolution, reason, refundIds },
    },
    { kind: 'history', paymentId, type: 'case_resolved', actor, data: { case: key, resolution, reason, ...refunds } },
  ];
}
