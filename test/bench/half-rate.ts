import { type Receiver, withReceivers } from './accept.js';
import { type Contestant, interleaved } from './interleaved.js';
import { type Backend, type Bench, type Measure, median, repetitionsOf, row } from './measure.js';
import { type LoadGenerator, QUICK } from './load-generator.js';

const CONNECTIONS = 64;
const MOST = 3;

export const halfRate: Measure = {
  name: 'half-rate',
  about: 'p99 of accepting at half of the most it accepts: open loop, counted from when a request was due',
  run: (bench) =>
    withReceivers(bench, async (receivers, generator) => {
      const rows = [];
      for (const backend of bench.backends) {
        const perSecond = Math.round((await mostOf(bench, generator, originOf(receivers, backend))) / 2);
        const p99 = await interleaved<Backend | 'stores nothing'>(bench, {
          repetitions: repetitionsOf(bench, 7),
          unit: `ms p99 at ${perSecond} per second`,
          contestants: [
            contestant({ bench, generator, receivers, perSecond, name: 'stores nothing' }),
            contestant({ bench, generator, receivers, perSecond, name: backend }),
          ],
        });
        const repetitions = p99.get(backend) ?? [];
        rows.push(
          row({
            measure: `p99 of accepting at half of the maximum (${perSecond}/s)`,
            backend,
            unit: 'ms',
            ours: median(repetitions),
            against: { what: 'the same server storing nothing', value: median(p99.get('stores nothing') ?? []) },
            target: { of: 'ratio', most: MOST },
            repetitions,
          }),
        );
      }
      return rows;
    }),
};

/** Answers per second in a closed loop. */
async function mostOf(bench: Bench, generator: LoadGenerator, origin: string): Promise<number> {
  const lengths = bench.quick ? QUICK : { repeat: true, warmUpMs: 3_000, measureMs: 5_000 };
  const plan = { kind: 'closed', connections: CONNECTIONS, ...lengths } as const;
  return (await generator.run(origin, plan)).perSecond;
}

function contestant<Name extends Receiver>(parts: {
  bench: Bench;
  generator: LoadGenerator;
  receivers: ReadonlyMap<Receiver, string>;
  perSecond: number;
  name: Name;
}): Contestant<Name> {
  const { bench, generator, receivers, perSecond, name } = parts;
  const lengths = bench.quick ? QUICK : { repeat: true, warmUpMs: 1_500, measureMs: 5_000 };
  const plan = { kind: 'open', connections: CONNECTIONS, perSecond, ...lengths } as const;
  return {
    name,
    measure: async () => (await generator.run(originOf(receivers, name), plan)).p99Ms,
  };
}

function originOf(receivers: ReadonlyMap<Receiver, string>, name: Receiver): string {
  const origin = receivers.get(name);
  if (origin === undefined) throw new Error(`${name} was not started`);
  return origin;
}
