import { describe, expect, it } from 'vitest';
import { NotificationBatches } from './notification-batches.js';

/** Batches that end when the spec says so. */
function stage(options?: { atOnce?: number; most?: number }) {
  const begun: { ids: readonly string[]; end: () => void; fail: (error: Error) => void }[] = [];
  const batches = new NotificationBatches(
    (ids) => new Promise<void>((resolve, reject) => void begun.push({ ids, end: resolve, fail: reject })),
    options,
  );
  return { batches, begun, at: (index: number) => begun[index] ?? expect.fail(`no batch ${index}`) };
}

/** Lets everything that is already decided happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('batches of notifications', () => {
  it('begins at once while there is room, and lets the rest gather', async () => {
    const { batches, begun, at } = stage({ atOnce: 2 });
    const jobs = ['a', 'b', 'c', 'd'].map((id) => batches.add([id]));
    expect(begun.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    at(1).end();
    await jobs[1];
    await settle();
    expect(begun.slice(2).map(({ ids }) => ids)).toEqual([['c', 'd']]);
    at(0).end();
    at(2).end();
    await Promise.all(jobs);
    expect(begun).toHaveLength(3);
  });

  it('never takes more rows than fit, splits what one job names beyond that, and names no row twice', async () => {
    const { batches, begun, at } = stage({ atOnce: 1, most: 3 });
    const jobs = [['a'], ['b', 'c'], ['c', 'd'], ['1', '2', '3', '4', '5']].map((ids) => batches.add(ids));
    for (let turn = 0; turn < 5; turn += 1) {
      at(turn).end();
      await settle();
    }
    await Promise.all(jobs);
    expect(begun.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c'], ['c', 'd'], ['1', '2', '3'], ['4', '5']]);
  });

  it('tells every job of a batch that it failed, and goes on', async () => {
    const { batches, at } = stage({ atOnce: 1 });
    const first = batches.add(['a']);
    const failing = [batches.add(['b']), batches.add(['c'])];
    at(0).end();
    await first;
    await settle();
    const later = batches.add(['d']);
    at(1).fail(new Error('away'));
    await expect(Promise.allSettled(failing)).resolves.toMatchObject([
      { status: 'rejected', reason: { message: 'away' } },
      { status: 'rejected', reason: { message: 'away' } },
    ]);
    await settle();
    at(2).end();
    await later;
  });
});
