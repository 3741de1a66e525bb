import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Edit } from './mutations.js';

const root = resolve(import.meta.dirname, '../../..');
/** Below the project, so that the copy finds its packages. */
const PLACE = join(root, '.vitest');
const PROGRAM = 'test/processes/product-process.mjs';

export interface MutatedProduct {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of the built product with these edits. */
export async function mutatedProduct(edits: readonly Edit[]): Promise<MutatedProduct> {
  await mkdir(PLACE, { recursive: true });
  const folder = await mkdtemp(join(PLACE, 'mutated-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    for (const part of ['package.json', 'dist', PROGRAM])
      await cp(join(root, part), join(folder, part), { recursive: true });
    for (const edit of edits) {
      const path = join(folder, 'dist', edit.file);
      await writeFile(path, edited(await readFile(path, 'utf8'), edit));
    }
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Throws where the text does not stand there exactly once. */
export function edited(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times in ${file}, not once: ${find}`);
  return parts.join(replace);
}
