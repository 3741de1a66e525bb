import { expect, it } from 'vitest';
import { isUnavailable } from './postgres-errors.js';

function failure(code: string | undefined): Error {
  return Object.assign(new Error('failed'), code === undefined ? {} : { code });
}

it.each(['ECONNREFUSED', 'EPIPE', 'ENOTFOUND', '08006', '57P01', '57P03', '53300', undefined])(
  'takes %s for a server that could not be asked',
  (code) => {
    expect(isUnavailable(failure(code))).toBe(true);
  },
);

it.each(['28P01', '42501', '3D000', '42P01', 'XX000', 'P0001', 'BM001'])('takes %s for an answer', (code) => {
  expect(isUnavailable(failure(code))).toBe(false);
});
