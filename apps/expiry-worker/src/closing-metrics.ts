import type { DataSource } from 'typeorm';
import { type CallBudget, type ClosingProgress, closingProgress } from '#payments';
import type { Clock, Metrics } from '#platform';

/**
 * Closing, for Prometheus. What is due is read from the rows when it is scraped, so every copy of the worker says the same;
 * what was moved is counted by the copy that did it.
 */
export class ClosingMetrics {
  private readonly moved;

  constructor(
    metrics: Metrics,
    private readonly parts: { readonly dataSource: DataSource; readonly clock: Clock; readonly budget: CallBudget },
  ) {
    this.moved = metrics.counter('payments_clock_moved_total', 'Payments that the clock looked at and moved on.');
    metrics.gauge(
      'payments_due',
      'Payments that wait for the clock, by the step that is due.',
      ['step'],
      async (gauge) => {
        const progress = await this.read();
        gauge.set({ step: 'deadline' }, progress.deadlinesDue);
        gauge.set({ step: 'last_question' }, progress.lastQuestionsDue);
        gauge.set({ step: 'delete' }, progress.deletesOpen);
        gauge.set(
          { step: 'hold' },
          progress.held.reduce((sum, { count }) => sum + count, 0),
        );
      },
    );
    metrics.gauge('payments_due_oldest_seconds', 'How long the oldest of them has been due.', [], async (gauge) => {
      const { oldestDueAt } = await this.read();
      gauge.set(oldestDueAt === null ? 0 : (this.parts.clock.now().getTime() - oldestDueAt.getTime()) / 1_000);
    });
    metrics.gauge(
      'payments_closed_lately',
      'Payments that the clock closed in the last five minutes.',
      [],
      async (gauge) => gauge.set((await this.read()).closedLately),
    );
  }

  count(moved: number): void {
    this.moved.inc(moved);
  }

  /** One look for all gauges of a scrape. */
  private reading: Promise<ClosingProgress> | null = null;
  private read(): Promise<ClosingProgress> {
    const { dataSource, clock, budget } = this.parts;
    this.reading ??= closingProgress(dataSource, { now: clock.now(), budget }).finally(() => {
      this.reading = null;
    });
    return this.reading;
  }
}
