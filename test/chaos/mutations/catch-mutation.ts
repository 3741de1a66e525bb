import { chaos } from '../chaos.js';
import { mutatedProduct } from './mutated-product.js';
import type { Mutation } from './mutations.js';

export interface Catch {
  /** Of the round that showed it; null when none did. */
  readonly seed: number | null;
  /** Rules that fired, those that the list does not name too. */
  readonly fired: readonly string[];
}

/** Lives through up to `rounds` rounds on the product without this guard, until a rule fires. */
export async function catchMutation(
  { edits }: Mutation,
  options: { rounds: number; seed: number; tell: (line: string) => void },
): Promise<Catch> {
  const { folder, remove } = await mutatedProduct(edits);
  try {
    const [caught] = (await chaos({ ...options, folder, stopAtFirst: true })).broken;
    const fired = [...new Set(caught?.broken.map((how) => how.split(': ')[0] ?? how))];
    return { seed: caught?.seed ?? null, fired };
  } finally {
    await remove();
  }
}
