import { describe, expect, it } from 'vitest';
import { InTurn } from './in-turn.js';

/** Ends when it is told to. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('InTurn', () => {
  it('begins at once, does together what comes meanwhile, and answers each its own', async () => {
    const batches: number[][] = [];
    const first = gate();
    const doubled = new InTurn<number, number>(async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await first.opened;
      return items.map((item) => item * 2);
    });

    const answers = [1, 2, 3].map((item) => doubled.ask(item));
    expect(batches).toEqual([[1]]);
    first.open();

    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1], [2, 3]]);
    expect(await doubled.ask(4)).toBe(8);
  });

  it('does no more at once than it may, and says how many wait', async () => {
    const batches: number[][] = [];
    const first = gate();
    const counted = new InTurn<number, number>(async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await first.opened;
      return items;
    }, 2);

    const answers = [1, 2, 3, 4].map((item) => counted.ask(item));
    expect(counted.waiting).toBe(3);
    first.open();

    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
    expect(batches).toEqual([[1], [2, 3], [4]]);
    expect(counted.waiting).toBe(0);
  });

  it('finds the one that a batch fails on, and does the others', async () => {
    const batches: number[][] = [];
    const first = gate();
    const odd = new InTurn<number, string>(async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await first.opened;
      if (items.includes(3)) throw new Error('three');
      return items.map(String);
    });

    const asked = Promise.allSettled([1, 2, 3, 4].map((item) => odd.ask(item)));
    first.open();

    expect((await asked).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      '1',
      '2',
      'Error: three',
      '4',
    ]);
    expect(batches).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  });

  it('asks once for all while the database is away', async () => {
    const batches: number[][] = [];
    const first = gate();
    const away = new InTurn<number, number>(async (items) => {
      batches.push([...items]);
      await first.opened;
      throw new Error('Connection terminated unexpectedly');
    });

    const asked = Promise.allSettled([1, 2, 3].map((item) => away.ask(item)));
    first.open();

    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(batches).toEqual([[1], [2, 3]]);
  });
});
