import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCipStatus } from './cip-status.js';

const never = { paidAt: null, removedAt: null };
const date = new Date('2025-01-15T10:30:00-05:00');

it.each([
  [22, 'pending'],
  [23, 'paid'],
  [21, 'expired'],
  [25, 'unknown'],
  [null, 'unknown'],
] as const)('reads status %s as %s', (statusNumber, status) => {
  expect(readCipStatus({ statusNumber, ...never })).toBe(status);
});

it('takes a payment date for payment and a removal date for removal, whatever the number', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 0, max: 999 })), (statusNumber) => {
      expect(readCipStatus({ statusNumber, paidAt: date, removedAt: null })).toBe('paid');
      expect(readCipStatus({ statusNumber, paidAt: date, removedAt: date })).toBe('paid');
      const removed = readCipStatus({ statusNumber, paidAt: null, removedAt: date });
      expect(removed).toBe(statusNumber === 23 ? 'paid' : 'removed');
    }),
  );
});

it('never takes a number without a source for paid or expired', () => {
  fc.assert(
    fc.property(fc.integer(), (statusNumber) => {
      fc.pre(![21, 22, 23].includes(statusNumber));
      expect(readCipStatus({ statusNumber, ...never })).toBe('unknown');
    }),
  );
});
