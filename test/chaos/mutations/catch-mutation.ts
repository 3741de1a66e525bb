import { chaos } from '../chaos.js';
import { bringBeside } from '../schedule.js';
import { mutatedProduct } from './mutated-product.js';
import type { Mutation } from './mutations.js';

export interface Catch {
  /** Of the round that showed it, and how many were lived through until then; null when none did. */
  readonly round: { readonly seed: number; readonly nth: number } | null;
  /** Rules that fired in it, those that the list does not name too; in all rounds where none showed it. */
  readonly fired: readonly string[];
}

/** Lives through up to `rounds` rounds on the product without this guard, until a rule fires that the list names. */
export async function catchMutation(
  { edits, caughtBy, brings = [], loses }: Mutation,
  options: { rounds: number; seed: number; tell: (line: string) => void },
): Promise<Catch> {
  const rulesOf = (broken: readonly string[]): string[] => [...new Set(broken.map((how) => how.split(': ')[0] ?? how))];
  const shows = ({ broken }: { broken: readonly string[] }): boolean =>
    rulesOf(broken).some((rule) => caughtBy.includes(rule));
  const { folder, remove } = await mutatedProduct(edits);
  try {
    const report = await chaos({
      ...options,
      folder,
      ...(loses === undefined ? {} : { loses }),
      change: (schedule) => bringBeside(schedule, brings),
      isEnough: (broken) => broken.some(shows),
    });
    const caught = report.broken.find(shows);
    if (!caught) return { round: null, fired: rulesOf(report.broken.flatMap(({ broken }) => broken)) };
    return {
      round: { seed: caught.seed, nth: report.lived.indexOf(caught.seed) + 1 },
      fired: rulesOf(caught.broken),
    };
  } finally {
    await remove();
  }
}
