import type { Queue } from 'bullmq';

/** Keeps one queue's periodic job alive: safe to call again and again, from every process. */
export type AssertSchedule = () => Promise<void>;

/**
 * The schedule of `queue`: a "look now" every `everyMs`, one for all processes together. It is written when
 * it is missing (FLUSHALL), when its period changed, and when its next run lies so far back that its job
 * must have been lost (removed by hand, or its worker died between two steps); otherwise it is only read,
 * because writing would take the waiting job away and put it back.
 */
export function scheduleOf(queue: Queue, everyMs: number): AssertSchedule {
  return async () => {
    const schedule = await queue.getJobScheduler(queue.name);
    // The queue's own times are those of the machine: no business clock stands behind them.
    const overdueAtMs = Date.now() - 2 * everyMs;
    const alive = schedule?.every === everyMs && (schedule.next ?? 0) > overdueAtMs;
    if (alive) return;
    await queue.upsertJobScheduler(
      queue.name,
      { every: everyMs },
      { name: queue.name, data: { v: 1 }, opts: { attempts: 1 } },
    );
  };
}
