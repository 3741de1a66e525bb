import { LoadRecord, type LoadReport } from './load-report.js';
import type { PreparedRequest } from './requests.js';
import { Sender } from './sender.js';

export interface OpenLoopPlan {
  readonly kind: 'open';
  readonly perSecond: number;
  /** Requests are sent again from the first when they are used up; otherwise the run ends with the last. */
  readonly repeat: boolean;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const TICK_MS = 1;

/**
 * Requests at fixed moments, whatever the server does. A latency counts from the moment at which its request was due: one
 * that had to wait for a connection, or for this process, is not excused.
 */
export function runOpenLoop(
  origin: string,
  requests: readonly PreparedRequest[],
  plan: OpenLoopPlan,
): Promise<LoadReport> {
  const { perSecond, connections, warmUpMs, measureMs, repeat } = plan;
  const sender = new Sender(origin, connections);
  const wanted = Math.floor(((warmUpMs + measureMs) / 1000) * perSecond);
  const count = repeat ? wanted : Math.min(requests.length, wanted);
  const startsAt = performance.now();
  const record = new LoadRecord(startsAt + warmUpMs, Number.POSITIVE_INFINITY);
  const dueAt = (index: number): number => startsAt + (index * 1000) / perSecond;
  return new Promise((resolve, reject) => {
    let sent = 0;
    let answered = 0;
    const finish = (): void => {
      const dueAtMs = Array.from({ length: count }, (_, index) => performance.timeOrigin + dueAt(index));
      const report = { ...record.report(), perSecond, dueAtMs };
      sender.close().then(() => resolve(report), reject);
    };
    const tick = (): void => {
      const now = performance.now();
      while (sent < count && dueAt(sent) <= now) {
        const request = requests[sent % requests.length];
        const due = dueAt(sent);
        sent += 1;
        if (request === undefined) continue;
        sender.send(request, (status) => {
          record.answered(status, due, performance.now());
          answered += 1;
          if (answered === count) finish();
        });
      }
      if (sent < count) setTimeout(tick, TICK_MS);
    };
    tick();
  });
}
