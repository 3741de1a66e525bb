import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPIRY_WARNING_DAYS, expiryWarning } from './expiry-warning.js';

const DAY_MS = 24 * 60 * 60_000;
const endsAt = new Date('2027-03-01T00:00:00.000Z');
const before = (ms: number): Date => new Date(endsAt.getTime() - ms);

describe('expiryWarning', () => {
  it.each(EXPIRY_WARNING_DAYS.map((days, index) => ({ days, stage: index + 1 })))(
    'begins stage $stage exactly $days days before the end, and not a millisecond earlier',
    ({ days, stage }) => {
      expect(expiryWarning(endsAt, before(days * DAY_MS + 1))).toEqual({
        daysLeft: days + 1,
        stage: stage - 1,
        ended: false,
      });
      expect(expiryWarning(endsAt, before(days * DAY_MS))).toEqual({ daysLeft: days, stage, ended: false });
    },
  );

  it('ends at the instant itself', () => {
    expect(expiryWarning(endsAt, before(1))).toEqual({ daysLeft: 1, stage: 4, ended: false });
    expect(expiryWarning(endsAt, endsAt)).toEqual({ daysLeft: 0, stage: 5, ended: true });
    expect(expiryWarning(endsAt, before(-400 * DAY_MS))).toEqual({ daysLeft: 0, stage: 5, ended: true });
  });

  it('never goes back as time goes on', () => {
    const left = fc.integer({ min: -40 * DAY_MS, max: 40 * DAY_MS });
    fc.assert(
      fc.property(left, left, (one, other) => {
        const [earlier, later] = [Math.max(one, other), Math.min(one, other)].map((ms) =>
          expiryWarning(endsAt, before(ms)),
        );
        return (earlier?.stage ?? 0) <= (later?.stage ?? 0) && (earlier?.daysLeft ?? 0) >= (later?.daysLeft ?? 0);
      }),
    );
  });
});
