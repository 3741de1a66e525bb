import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('belong to one app: another one in the same process does not see them', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.counter('payments_total', 'Payments.', ['state']).inc({ state: 'paid' });
    expect(await one.text()).toContain('payments_total{state="paid"} 1');
    expect(await other.text()).not.toContain('payments_total');
  });

  it('give the same instrument for the same name and refuse another kind', () => {
    const metrics = new Metrics();
    expect(metrics.counter('x_total', 'X.')).toBe(metrics.counter('x_total', 'X.'));
    expect(() => metrics.gauge('x_total', 'X.')).toThrow('x_total');
  });

  it('read gauges when they are scraped', async () => {
    const metrics = new Metrics();
    let waiting = 3;
    metrics.gauge('inbox_waiting', 'Waiting.', [], (gauge) => gauge.set(waiting));
    expect(await metrics.text()).toContain('inbox_waiting 3');
    waiting = 4;
    expect(await metrics.text()).toContain('inbox_waiting 4');
  });

  it('count a gauge that cannot be read and show the rest', async () => {
    const metrics = new Metrics();
    metrics.counter('fine_total', 'Fine.').inc();
    metrics.gauge('broken', 'Broken.', [], async () => {
      throw new Error('database is down');
    });
    expect(await metrics.text()).toContain('fine_total 1');
    expect(await metrics.text()).toContain('metrics_collect_failures_total{metric="broken"} 1');
  });

  it('show the process only when asked to, and to every app that asks', async () => {
    expect(await new Metrics().text()).not.toContain('process_cpu');
    for (const metrics of [new Metrics().includeProcess(), new Metrics().includeProcess()]) {
      expect(await metrics.text()).toContain('process_cpu_user_seconds_total');
    }
  });
});
