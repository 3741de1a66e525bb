import { describe, expect, it, vi } from 'vitest';
import { Gathering } from './gathering.js';

describe('Gathering', () => {
  it('works at once when idle, and together on what comes meanwhile', async () => {
    const worked: number[][] = [];
    const waiting: (() => void)[] = [];
    const gathering = new Gathering<number>(
      (items) => {
        worked.push([...items]);
        return new Promise((resolve) => waiting.push(resolve));
      },
      () => undefined,
    );
    gathering.add(1);
    expect(worked).toEqual([[1]]);
    for (const item of [2, 3, 4]) gathering.add(item);
    expect(worked).toEqual([[1]]);
    let over = false;
    const done = gathering.done().then(() => (over = true));
    waiting[0]?.();
    await new Promise(setImmediate);
    expect(worked).toEqual([[1], [2, 3, 4]]);
    expect(over).toBe(false);
    waiting[1]?.();
    await done;
    gathering.add(5);
    expect(worked).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('rests after a rush, so that the next is one piece, and not after what came alone', async () => {
    vi.useFakeTimers();
    try {
      const worked: number[][] = [];
      const gathering = new Gathering<number>(
        (items) => {
          worked.push([...items]);
          return Promise.resolve();
        },
        () => undefined,
        10,
      );
      for (const item of [1, 2, 3]) gathering.add(item);
      await vi.advanceTimersByTimeAsync(9);
      for (const item of [4, 5]) gathering.add(item);
      expect(worked).toEqual([[1], [2, 3]]);
      await vi.advanceTimersByTimeAsync(1);
      expect(worked).toEqual([[1], [2, 3], [4, 5]]);
      await vi.advanceTimersByTimeAsync(10);
      gathering.add(6);
      await vi.advanceTimersByTimeAsync(0);
      gathering.add(7);
      expect(worked).toEqual([[1], [2, 3], [4, 5], [6], [7]]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes on after work that failed, and tells it', async () => {
    const errors: unknown[] = [];
    const worked: number[] = [];
    const gathering = new Gathering<number>(
      (items) => {
        worked.push(...items);
        return items.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve();
      },
      (error) => errors.push(error),
    );
    gathering.add(1);
    gathering.add(2);
    await gathering.done();
    expect(worked).toEqual([1, 2]);
    expect(errors).toEqual([new Error('no')]);
  });
});
