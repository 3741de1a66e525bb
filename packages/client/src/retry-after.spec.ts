import { expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.js';

it.each<[string, Record<string, string>, number | null]>([
  ['nothing', {}, null],
  ['seconds', { 'retry-after': '5' }, 5],
  ['no wait at all', { 'retry-after': '0' }, 0],
  [
    'a date, counted from the server’s own clock',
    { 'retry-after': 'Mon, 23 Nov 2026 23:30:30 GMT', date: 'Mon, 23 Nov 2026 23:30:00 GMT' },
    30,
  ],
  [
    'a date that has passed',
    { 'retry-after': 'Mon, 23 Nov 2026 23:29:00 GMT', date: 'Mon, 23 Nov 2026 23:30:00 GMT' },
    0,
  ],
  ['a date without a clock', { 'retry-after': 'Mon, 23 Nov 2026 23:30:30 GMT' }, null],
  ['nonsense', { 'retry-after': '-5' }, null],
  ['more nonsense', { 'retry-after': 'soon', date: 'Mon, 23 Nov 2026 23:30:00 GMT' }, null],
])('Retry-After of %s', (_what, headers, seconds) => {
  expect(readRetryAfter(new Headers(headers))).toBe(seconds);
});
