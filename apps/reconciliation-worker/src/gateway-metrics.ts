import type { GatewayReport, GatewayStanding } from '#payments';
import type { Clock, Metrics } from '#platform';

const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;
const KEEP_MS = 1_000;

/**
 * The calls to PagoEfectivo as figures (requirement R12), read from the rows that all processes share: every copy of
 * the worker tells the same, so that one takes the greatest of them and not their sum.
 */
export function exposeGateway(parts: { metrics: Metrics; report: GatewayReport; clock: Clock }): void {
  const { metrics, clock } = parts;
  const standings = onceFor(KEEP_MS, () => parts.report.standings());
  const each = async (use: (standing: GatewayStanding) => void): Promise<void> => (await standings()).forEach(use);
  metrics.gauge('chasqui_gateway_budget_tokens', 'Calls left in the bucket.', ['account'], (gauge) =>
    each(({ account, tokens }) => gauge.set({ account }, tokens)),
  );
  metrics.gauge('chasqui_gateway_budget_limit', 'Calls per minute.', ['account'], (gauge) =>
    each(({ account, limitPerMinute }) => gauge.set({ account }, limitPerMinute)),
  );
  metrics.counter('chasqui_gateway_spent_total', 'Calls made.', ['account', 'what', 'priority'], async (counter) => {
    counter.reset();
    await each(({ account, spent }) => {
      for (const [name, calls] of Object.entries(spent)) {
        const [what = name, priority = ''] = name.split('.');
        counter.inc({ account, what, priority }, calls);
      }
    });
  });
  metrics.gauge('chasqui_gateway_breaker_state', '1 for the state it is in.', ['account', 'state'], (gauge) =>
    each(({ account, breaker }) => {
      for (const state of BREAKER_STATES) gauge.set({ account, state }, state === breaker ? 1 : 0);
    }),
  );
  metrics.gauge('chasqui_polls_due', 'CIPs to be asked about now.', ['account', 'priority'], (gauge) =>
    each(({ account, due }) => {
      for (const [priority, count] of Object.entries(due)) gauge.set({ account, priority }, count);
    }),
  );
  metrics.gauge('chasqui_polls_oldest_due_seconds', 'Age of the poll that is due longest.', ['account'], (gauge) =>
    each(({ account, oldestDueAt }) => {
      gauge.set({ account }, oldestDueAt === null ? 0 : (clock.now().getTime() - oldestDueAt.getTime()) / 1000);
    }),
  );
  metrics.gauge('chasqui_gateway_clock_ahead_seconds', "The gateway's clock against ours.", ['account'], (gauge) =>
    each(({ account, clockAheadMs }) => {
      if (clockAheadMs !== null) gauge.set({ account }, clockAheadMs / 1000);
    }),
  );
}

/** One scrape reads several figures at once: they share one look. Machine time, whatever clock the product runs on. */
function onceFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let latest: { atMs: number; value: Promise<T> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (latest === null || nowMs - latest.atMs > ms) latest = { atMs: nowMs, value: read() };
    return latest.value;
  };
}
