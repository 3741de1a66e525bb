// @ts-check
import { open, readFile, rename } from 'node:fs/promises';

/**
 * The text of a file, or null when there is none.
 *
 * @param {string} path
 */
export async function readPrivateFile(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Readable for this user only, and there as a whole or not at all.
 *
 * @param {string} path
 * @param {string} text
 */
export async function writePrivateFile(path, text) {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    // The mode above counts only for a file that was not there.
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
