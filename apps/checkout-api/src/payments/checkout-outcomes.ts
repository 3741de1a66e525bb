import type { CheckoutOutcome } from '#payments';
import type { Metrics } from '#platform';

/** Counts what checkouts came to: the first figure to look at when shoppers complain. */
export class CheckoutOutcomes {
  private readonly counter: ReturnType<Metrics['counter']>;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter('checkout_outcomes_total', 'Checkouts by what they came to.', ['outcome']);
  }

  count(outcome: CheckoutOutcome): void {
    this.counter.inc({ outcome: outcome.kind });
  }
}
