import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { derivedId, newId, newPageToken, paymentOfPageToken, timeOfId } from './identifiers.js';

describe('ids', () => {
  const instants = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });

  it('tell to the millisecond when they were made', () => {
    fc.assert(
      fc.property(instants, (made) => {
        expect(timeOfId(newId('ntf', made))).toEqual(made);
      }),
    );
  });

  it('sort as they were made', () => {
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        fc.pre(one < other);
        expect(newId('pay', one) < newId('pay', other)).toBe(true);
      }),
    );
  });

  it.each(['ntf_1', 'ntf_', '', 'ntf_01j0000000000000000000000l', newPageToken('pay_06c9x2v4k8m0q1r3s5t7w9y0z2')])(
    'tell nothing where %s is none',
    (id) => {
      expect(timeOfId(id)).toBeNull();
    },
  );

  it('of a payment are found in the token of its page, which differs each time', () => {
    fc.assert(
      fc.property(instants, (made) => {
        const paymentId = newId('pay', made);
        const token = newPageToken(paymentId);
        expect(paymentOfPageToken(token)).toBe(paymentId);
        expect(newPageToken(paymentId)).not.toBe(token);
        expect(token).toHaveLength(48);
      }),
    );
  });

  it.each(['', 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2', '06c9x2v4k8m0q1r3s5t7w9y0z2', 'T'.repeat(48), `${'0'.repeat(47)}/`])(
    'are not found in %j, which is no token',
    (token) => {
      expect(paymentOfPageToken(token)).toBeNull();
    },
  );

  it('are the same for the same parts only where they are derived', () => {
    expect(derivedId('evt', ['a', 'b'])).toBe(derivedId('evt', ['a', 'b']));
    expect(derivedId('evt', ['a', 'b'])).not.toBe(derivedId('evt', ['ab']));
  });
});
