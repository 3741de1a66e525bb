import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvLine } from './csv-text.js';
import type { Cells } from './report-tables.js';

/** Writes rows as they are told, waiting while whoever takes them is slower. Rejects when they are not taken to the end. */
export async function writeCsv(
  to: Writable,
  heading: Cells,
  each: (tell: (cells: Cells) => Promise<void>) => Promise<void>,
): Promise<void> {
  const done = finished(to, { readable: false });
  // Whoever takes the rows may go while the next one is looked for.
  done.catch(() => undefined);
  const write = async (cells: Cells): Promise<void> => {
    if (!to.write(csvLine(cells))) await Promise.race([once(to, 'drain'), done]);
  };
  try {
    await write(heading);
    await each(write);
    to.end();
    await done;
  } catch (error) {
    to.destroy();
    throw error;
  }
}
