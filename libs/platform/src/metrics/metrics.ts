import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a cached answer to a caller who waited for the gateway (10 s) and longer. */
const DEFAULT_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The figures of one app, in a registry of its own: several apps in one process (standalone, tests) do not meet.
 * Asking twice for a name gives the same instrument. Never put an order, a payment or a person into a label.
 */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly collectFailures: Counter<'metric'>;
  private withProcess = false;

  constructor() {
    this.collectFailures = this.counter('metrics_collect_failures_total', 'Gauges that could not be read.', ['metric']);
  }

  /** With `collect` it shows what is counted elsewhere: reset it and set it anew when it is scraped. */
  counter<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
    collect?: (counter: Counter<Label>) => void | Promise<void>,
  ): Counter<Label> {
    return this.once(name, Counter<Label>, () => {
      const base = { name, help, labelNames: [...labels], registers: [this.registry] };
      if (collect === undefined) return new Counter<Label>(base);
      const counter: Counter<Label> = new Counter<Label>({
        ...base,
        collect: () => this.collectSafely(name, () => collect(counter)),
      });
      return counter;
    });
  }

  /** `collect` sets the gauge when it is scraped; when it fails, the scrape goes on and the failure is counted. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
    collect?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    return this.once(name, Gauge<Label>, () => {
      const base = { name, help, labelNames: [...labels], registers: [this.registry] };
      if (collect === undefined) return new Gauge<Label>(base);
      const gauge: Gauge<Label> = new Gauge<Label>({
        ...base,
        collect: () => this.collectSafely(name, () => collect(gauge)),
      });
      return gauge;
    });
  }

  histogram<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
    buckets: readonly number[] = DEFAULT_BUCKETS_SECONDS,
  ): Histogram<Label> {
    return this.once(
      name,
      Histogram<Label>,
      () => new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [this.registry] }),
    );
  }

  /** Adds memory, CPU, event loop and garbage collection of the process to this app's text. */
  includeProcess(): this {
    this.withProcess = true;
    processRegistry();
    return this;
  }

  /** Everything in Prometheus' text format. */
  async text(): Promise<string> {
    const own = await this.registry.metrics();
    return this.withProcess ? `${own}\n${await processRegistry().metrics()}` : own;
  }

  private once<T>(name: string, type: abstract new (...args: never[]) => T, create: () => T): T {
    const existing: unknown = this.registry.getSingleMetric(name);
    if (existing === undefined) return create();
    if (existing instanceof type) return existing;
    throw new Error(`The metric ${name} exists already and is of another type: choose another name.`);
  }

  private async collectSafely(name: string, collect: () => void | Promise<void>): Promise<void> {
    try {
      await collect();
    } catch {
      this.collectFailures.inc({ metric: name });
    }
  }
}

let sharedProcessRegistry: Registry | undefined;

/** One per process, because prom-client's observers of the process cannot be taken down again. */
function processRegistry(): Registry {
  if (sharedProcessRegistry === undefined) {
    sharedProcessRegistry = new Registry();
    collectDefaultMetrics({ register: sharedProcessRegistry });
  }
  return sharedProcessRegistry;
}
