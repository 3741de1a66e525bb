import { describe, expect, it } from 'vitest';
import { expiryError } from './checkout-request.js';

function judge(expiresAt: string, now: string): string | null {
  return expiryError(new Date(expiresAt), new Date(now))?.code ?? null;
}

describe('a deadline', () => {
  it('is at least ten minutes away', () => {
    const now = '2026-11-23T12:00:00-05:00';
    expect(judge('2026-11-23T12:10:00-05:00', now)).toBeNull();
    expect(judge('2026-11-23T12:09:59-05:00', now)).toBe('out_of_range');
    expect(judge('2020-01-01T00:00:00-05:00', now)).toBe('out_of_range');
  });

  it('is less than six months away, by Lima’s calendar', () => {
    const now = '2026-11-23T22:00:00-05:00';
    expect(judge('2027-05-23T21:59:59-05:00', now)).toBeNull();
    expect(judge('2027-05-23T22:00:00-05:00', now)).toBe('out_of_range');
    // In UTC it is the 24th already.
    expect(judge('2027-05-23T22:30:00-05:00', now)).toBe('out_of_range');
  });

  it('ends with the month where that month has fewer days', () => {
    expect(judge('2027-02-28T11:59:59-05:00', '2026-08-31T12:00:00-05:00')).toBeNull();
    expect(judge('2027-02-28T12:00:00-05:00', '2026-08-31T12:00:00-05:00')).toBe('out_of_range');
    expect(judge('2028-02-29T11:59:59-05:00', '2027-08-31T12:00:00-05:00')).toBeNull();
  });

  it('says by name what is wrong', () => {
    const error = expiryError(new Date('2020-01-01T00:00:00Z'), new Date('2026-11-23T17:00:00Z'));
    expect(error).toMatchObject({
      field: 'expiresAt',
      message: expect.stringMatching(/^expiresAt .+ 10 minutes .+\.$/),
    });
  });
});
