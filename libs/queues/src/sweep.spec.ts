import { RecordedLog, waitFor } from '#testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Sweep, SweepStoppedError, type SweepOptions } from './sweep.js';

/** A run that the test lets finish by hand. */
class Gate {
  readonly runs: { finish: (found: number) => void; fail: (error: Error) => void }[] = [];

  readonly run = (): Promise<number> =>
    new Promise((resolve, reject) => {
      this.runs.push({ finish: resolve, fail: reject });
    });

  async started(count: number): Promise<void> {
    await waitFor(() => this.runs.length >= count, { what: `run ${count} to start` });
  }
}

const opened: Sweep[] = [];

function sweep(options: Partial<SweepOptions>): Sweep {
  const made = new Sweep({
    name: 'deliveries',
    everyMs: 60_000,
    run: () => Promise.resolve(0),
    log: new RecordedLog(),
    ...options,
  });
  opened.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((made) => made.stop()));
});

describe('a sweep', () => {
  it('answers a wake with the count of the run it caused', async () => {
    const counts = [3, 0];
    const made = sweep({ run: () => Promise.resolve(counts.shift() ?? 0) });
    expect(await made.wake()).toBe(3);
  });

  it('runs once at a time and exactly once more for all wakes that came meanwhile', async () => {
    const gate = new Gate();
    const made = sweep({ run: gate.run });
    const first = made.wake();
    await gate.started(1);
    const late = [made.wake(), made.wake(), made.wake()];
    gate.runs[0]?.finish(0);
    await first;
    await gate.started(2);
    gate.runs[1]?.finish(0);
    expect(await Promise.all(late)).toEqual([0, 0, 0]);
    expect(gate.runs).toHaveLength(2);
  });

  it('does not answer a wake with a run that had begun before it', async () => {
    const gate = new Gate();
    const made = sweep({ run: gate.run });
    const first = made.wake();
    await gate.started(1);
    let answered = false;
    const late = made.wake().then(() => (answered = true));
    gate.runs[0]?.finish(0);
    await first;
    await gate.started(2);
    expect(answered).toBe(false);
    gate.runs[1]?.finish(0);
    await late;
  });

  it('repeats while a run moves rows, and lets the process breathe between', async () => {
    const counts = [50, 50, 7, 0];
    let runs = 0;
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      if (runs < 4) setImmediate(turn);
    };
    setImmediate(turn);
    const made = sweep({
      run: () => {
        runs += 1;
        return Promise.resolve(counts.shift() ?? 0);
      },
    });
    await made.wake();
    await waitFor(() => runs === 4, { what: 'four runs' });
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('throws the error of a run to those who waited for it, and goes on', async () => {
    const gate = new Gate();
    const errors: unknown[] = [];
    const log = new RecordedLog();
    const made = sweep({ run: gate.run, log, onError: (error) => errors.push(error) });
    const first = made.wake();
    await gate.started(1);
    const second = made.wake();
    gate.runs[0]?.fail(new Error('no database'));
    await expect(first).rejects.toThrow('no database');
    await gate.started(2);
    gate.runs[1]?.finish(0);
    expect(await second).toBe(0);
    expect(errors).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });

  it('throws what a run throws before its first await as well', async () => {
    const made = sweep({
      run: () => {
        throw new Error('at once');
      },
    });
    await expect(made.wake()).rejects.toThrow('at once');
  });

  it('looks at once when it starts, and by its own timer when nobody wakes it', async () => {
    let runs = 0;
    const made = sweep({
      everyMs: 20,
      run: () => {
        runs += 1;
        return Promise.resolve(0);
      },
    });
    made.start();
    await waitFor(() => runs >= 4, { what: 'four runs without a wake' });
  });

  it('logs what a run of its own timer throws, tells the counter, and tries again on the next tick', async () => {
    const log = new RecordedLog();
    let runs = 0;
    const errors: unknown[] = [];
    const made = sweep({
      everyMs: 10,
      log,
      onError: (error) => errors.push(error),
      run: () => {
        runs += 1;
        return Promise.reject(new Error('no database'));
      },
    });
    made.start();
    await waitFor(() => runs >= 3, { what: 'three runs' });
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(log.matching('Sweep failed')).toHaveLength(1);
  });

  it('asserts its schedule again and again, also after it failed or hung up', async () => {
    let asserted = 0;
    const log = new RecordedLog();
    const made = sweep({
      assertEveryMs: 5,
      log,
      schedule: () => {
        asserted += 1;
        return asserted === 2 ? Promise.reject(new Error('queue away')) : Promise.resolve();
      },
    });
    made.start();
    await waitFor(() => asserted >= 4, { what: 'four assertions' });
    expect(log.matching('Schedule not asserted')).toHaveLength(1);
  });

  it('lets the present run finish when it stops, refuses who waits, and begins nothing more', async () => {
    const gate = new Gate();
    const made = sweep({ run: gate.run, everyMs: 5 });
    made.start();
    await gate.started(1);
    const waiting = made.wake();
    const stopped = made.stop();
    gate.runs[0]?.finish(9);
    await expect(waiting).rejects.toThrow(SweepStoppedError);
    await stopped;
    await expect(made.wake()).rejects.toThrow('The sweep of deliveries is stopped.');
    expect(gate.runs).toHaveLength(1);
  });

  it('never overlaps, and never answers a wake with an earlier run, whatever the order of wakes and finishes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('wake', 'finish', 'fail', 'full'), { maxLength: 30 }),
        async (steps) => {
          let running = 0;
          let begun = 0;
          let end: ((outcome: number | Error) => void) | undefined;
          const made = sweep({
            run: async () => {
              begun += 1;
              running += 1;
              expect(running).toBe(1);
              const outcome = await new Promise<number | Error>((resolve) => (end = resolve));
              running -= 1;
              if (outcome instanceof Error) throw outcome;
              return outcome;
            },
          });
          const answers: Promise<void>[] = [];
          for (const step of steps) {
            if (step === 'wake') {
              const begunBefore = begun;
              const check = (): void => expect(begun).toBeGreaterThan(begunBefore);
              answers.push(made.wake().then(check, check));
            } else {
              end?.(step === 'finish' ? 0 : step === 'full' ? 1 : new Error('failed'));
            }
            await new Promise((resolve) => setImmediate(resolve));
          }
          let settled = false;
          const all = Promise.all(answers).then(() => (settled = true));
          await waitFor(
            () => {
              end?.(0);
              return settled;
            },
            { what: 'every wake to be answered', everyMs: 1 },
          );
          await all;
          await made.stop();
        },
      ),
      { numRuns: 100 },
    );
  });
});
