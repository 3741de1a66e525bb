import type { Bench } from './measure.js';

/** Something that is measured again and again. */
export interface Contestant<Name extends string = string> {
  readonly name: Name;
  measure(repetition: number): Promise<number>;
}

/**
 * Repetitions of all in turn: what slows the machine down for a while slows all of them down. Answers the figures of each,
 * in the order they were measured.
 */
export async function interleaved<Name extends string>(
  bench: Bench,
  rounds: { readonly repetitions: number; readonly unit: string; readonly contestants: readonly Contestant<Name>[] },
): Promise<ReadonlyMap<Name, readonly number[]>> {
  const { repetitions, unit, contestants } = rounds;
  const figures = new Map<Name, number[]>(contestants.map(({ name }) => [name, []]));
  for (let repetition = 1; repetition <= repetitions; repetition += 1) {
    for (const { name, measure } of contestants) {
      const figure = await measure(repetition);
      figures.get(name)?.push(figure);
      bench.say(`  ${repetition}/${repetitions} ${name}: ${figure.toFixed(figure < 100 ? 1 : 0)} ${unit}`);
    }
  }
  return figures;
}
