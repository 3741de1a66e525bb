import type { CaseKind } from '../domain/index.js';
import { CASE_KINDS } from '../domain/index.js';
import type { ReviewCases } from './review-cases.js';

interface CaseGauge {
  set(labels: { kind: CaseKind }, value: number): void;
}

interface CaseMetrics {
  gauge(name: string, help: string, labels: readonly 'kind'[], collect: (gauge: CaseGauge) => Promise<void>): unknown;
}

/** Open and overdue cases of each kind, read when they are scraped. */
export function countCases(metrics: CaseMetrics, cases: ReviewCases): void {
  const read = (of: 'open' | 'overdue') => async (gauge: CaseGauge) => {
    const counts = new Map((await cases.count()).map((entry) => [entry.kind, entry[of]]));
    for (const kind of CASE_KINDS) gauge.set({ kind }, counts.get(kind) ?? 0);
  };
  metrics.gauge('chasqui_cases_open', 'Cases that wait for an answer.', ['kind'], read('open'));
  metrics.gauge('chasqui_cases_overdue', 'Open cases past their deadline.', ['kind'], read('overdue'));
}
