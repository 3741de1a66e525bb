import { RecordedLog, waitFor } from '#testing';
import { expect, it } from 'vitest';
import { ThrottledLog } from './queue-log.js';

it('writes the first line of a trouble at once, then one for many with their number', async () => {
  const recorded = new RecordedLog();
  const log = new ThrottledLog(recorded, 30);
  for (let i = 0; i < 5; i += 1) log.write('warn', 'down', { i }, 'Queue is away');
  log.write('warn', 'other', {}, 'Something else');
  expect(recorded.lines.map(({ fields }) => fields)).toEqual([{ i: 0 }, {}]);
  await waitFor(
    () => {
      log.write('warn', 'down', { i: 'late' }, 'Queue is away');
      return recorded.lines.length === 3;
    },
    { what: 'the next line of the trouble' },
  );
  expect(recorded.lines[2]?.fields['suppressed']).toBeGreaterThanOrEqual(4);
});

it('forgets old troubles instead of keeping every text it ever saw', () => {
  const recorded = new RecordedLog();
  const log = new ThrottledLog(recorded);
  for (let i = 0; i < 2_000; i += 1) log.write('warn', `port ${i}`, {}, 'Refused');
  expect(recorded.lines).toHaveLength(2_000);
});
