import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const LIBRARY = resolve(import.meta.dirname, '../../../dist/libs/startup/src/index.js');

/** Makes garbage while much of it is still in use, as loading does, and says how large the room for young objects is. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { startIsOver } from ${JSON.stringify(LIBRARY)};
  const room = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
  const kept = [];
  const load = () => { for (let i = 0; i < 400_000; i += 1) kept.push({ i, text: 'module ' + i }); };
  const before = room();
  load();
  const started = room();
  startIsOver();
  load();
  console.log(JSON.stringify({ before, started, working: room() }));
`;

describe('a process while it starts', () => {
  it('keeps the room for young objects as it is, and lets it grow with the work afterwards', async () => {
    if (!existsSync(LIBRARY)) throw new Error(`${LIBRARY} does not exist: run \`npm run build\` before this test.`);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM]);
    const { before, started, working } = JSON.parse(stdout) as { before: number; started: number; working: number };
    expect(started).toBeLessThanOrEqual(2 * before);
    expect(working).toBeGreaterThan(4 * started);
  });
});
