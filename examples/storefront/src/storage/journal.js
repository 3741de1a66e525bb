// @ts-check
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file of JSON lines that only grows. `append` returns when the line is on the disk, so what was answered after it
 * survives a crash. A database table does the same in a larger shop.
 *
 * @template Entry
 */
export class Journal {
  /**
   * @private
   * @param {import('node:fs/promises').FileHandle} file
   * @param {number} size of what is written whole, in bytes
   * @param {readonly Entry[]} entries
   */
  constructor(file, size, entries) {
    /** @private */
    this.file = file;
    /** @private */
    this.size = size;
    /** What stood in the file when it was opened. */
    this.entries = entries;
    /** @private @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /**
   * Private to the user that the shop runs as: orders have names and addresses in them.
   *
   * @template Entry
   * @param {string} path
   * @returns {Promise<Journal<Entry>>}
   */
  static async open(path) {
    const file = await open(path, 'a+', 0o600);
    const bytes = await file.readFile();
    // A line that a crash cut short was never answered for, and the next line must not be glued to it.
    const size = bytes.lastIndexOf('\n') + 1;
    await file.truncate(size);
    await syncFolder(dirname(path));
    const lines = bytes.subarray(0, size).toString('utf8').split('\n').slice(0, -1);
    const entries = lines.map((line, index) => parseLine(line, `${path}:${index + 1}`));
    return new Journal(file, size, entries);
  }

  /**
   * One line after the other, in the order of the calls.
   *
   * @param {Entry} entry
   * @returns {Promise<void>}
   */
  append(entry) {
    const written = this.last.then(() => this.write(Buffer.from(`${JSON.stringify(entry)}\n`)));
    this.last = written.catch(() => undefined);
    return written;
  }

  /**
   * @private
   * @param {Buffer} line
   */
  async write(line) {
    try {
      await this.file.appendFile(line);
      await this.file.datasync();
      this.size += line.length;
    } catch (error) {
      // A full disk may have taken half of the line.
      await this.file.truncate(this.size).catch(() => undefined);
      throw error;
    }
  }

  async close() {
    await this.last;
    await this.file.close();
  }
}

/**
 * @param {string} line
 * @param {string} place
 */
function parseLine(line, place) {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${place} is no JSON: the shop did not write it so. Mend the line, or bring back a copy.`, {
      cause: error,
    });
  }
}

/**
 * Without this a new file may be gone after a power cut, whatever is in it. Windows cannot do it, nor needs to.
 *
 * @param {string} path
 */
async function syncFolder(path) {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
