import { setTimeout as pause } from 'node:timers/promises';
import { lookAt, type QueueBackend } from '#queues';
import type { DueWork } from './due-work.js';

/** With nothing changing for so long, what is due waits for something else: a process that is down, the budget, a lease. */
const STALLED_MS = 300;
const WAKE_AGAIN_MS = 100;
const LOOK_EVERY_MS = 20;
/** A step never waits longer: time goes on, whatever is stuck. */
const STEP_LIMIT_MS = 15_000;

export interface Resting {
  readonly readDue: () => Promise<readonly DueWork[]>;
  /** Whether a call to the gateway waits for its answer. */
  readonly isCalling: () => boolean;
  /** Has those look who have something to do. */
  readonly wake: (due: readonly DueWork[]) => Promise<void>;
}

/** Waits until nobody has anything to do: null; or until nothing moves any more, and answers what is left. */
export async function comeToRest({ readDue, isCalling, wake }: Resting): Promise<string | null> {
  const limit = performance.now() + STEP_LIMIT_MS;
  let seen = '';
  let movedAt = performance.now();
  let wokenAt = -Infinity;
  while (performance.now() < limit) {
    const due = await readDue();
    if (!isCalling() && due.length === 0) return null;
    const now = performance.now();
    const sight = JSON.stringify(due);
    if (isCalling()) movedAt = now;
    if (sight !== seen || now - wokenAt > WAKE_AGAIN_MS) {
      if (sight !== seen) movedAt = now;
      seen = sight;
      wokenAt = now;
      await wake(due);
    }
    if (now - movedAt > STALLED_MS) return due.map(({ what }) => what).join(', ');
    await pause(LOOK_EVERY_MS);
  }
  return 'too long';
}

/** Has those look whose sweeps have something to do, the sandbox too. */
export async function wakeFor(
  due: readonly DueWork[],
  queues: QueueBackend,
  wakeSandbox: () => Promise<unknown>,
): Promise<void> {
  const names = new Set(due.map(({ queue }) => queue));
  if (names.has(null)) await wakeSandbox();
  await lookAt(
    queues,
    [...names].filter((name) => name !== null),
  );
}
