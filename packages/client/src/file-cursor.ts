import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CursorStore } from './cursor-store.js';

/**
 * Keeps a consumer's place in a file: written beside it, brought to the disk, and moved into its place, so that there
 * is the old text or the new one and never half of it. The folder must exist.
 */
export function fileCursor(path: string): CursorStore {
  return { load: () => read(path), save: (text) => replace(path, text) };
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  // Without this the rename itself may be undone by a power cut. Windows cannot do it, nor needs to.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
