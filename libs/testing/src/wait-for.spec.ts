import { expect, it } from 'vitest';
import { waitFor } from './wait-for.js';

it('answers what the predicate answered when it was ready', async () => {
  let looks = 0;
  const answer = await waitFor(() => (looks++ < 3 ? null : { looks }), { what: 'the fourth look', everyMs: 1 });
  expect(answer).toEqual({ looks: 4 });
});

it('takes an error for "not yet"', async () => {
  let looks = 0;
  const look = (): boolean => {
    looks += 1;
    if (looks < 3) throw new Error('not yet');
    return true;
  };
  await waitFor(look, { what: 'it', everyMs: 1 });
  expect(looks).toBe(3);
});

it('says in its failure what was awaited and what was seen last', async () => {
  const options = { timeoutMs: 1, everyMs: 1 };
  await expect(waitFor(() => 0, { what: 'a row', ...options })).rejects.toThrow('Waited 1 ms for a row; last seen: 0');
  const failing = (): never => {
    throw new Error('no such table');
  };
  await expect(waitFor(failing, { what: () => 'a table', ...options })).rejects.toThrow(
    'Waited 1 ms for a table; it failed with: no such table',
  );
});
