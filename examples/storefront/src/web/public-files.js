// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
/** @import { Answer } from '../types.js' */

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the folder once: what is not in it then has no address, so no path of a request ever reaches the disk.
 *
 * @param {string} folder
 * @returns {Promise<(path: string) => Answer | null>}
 */
export async function openPublicFiles(folder) {
  const names = await readdir(folder, { recursive: true });
  const known = names.filter((name) => TYPES[extname(name)] !== undefined);
  const files = await Promise.all(
    known.map(async (name) => /** @type {const} */ ([name.replaceAll('\\', '/'), await readFile(join(folder, name))])),
  );
  const byPath = new Map(files.map(([name, body]) => [`/public/${name}`, body]));
  return (path) => {
    const body = byPath.get(path);
    if (body === undefined) return null;
    const headers = { 'content-type': TYPES[extname(path)] ?? '', 'cache-control': 'public, max-age=300' };
    return { status: 200, headers, cookies: [], body };
  };
}
