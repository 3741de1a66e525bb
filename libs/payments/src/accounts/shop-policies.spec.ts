import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReminderList, readShopPolicies, storedShopPolicies } from './shop-policies.js';

describe('the policies of a shop', () => {
  it.each([
    [{}, null],
    [null, null],
    [{ expiringSoonS: [] }, []],
    [{ expiringSoonS: [7200] }, [7200]],
    [{ expiringSoonS: [600, 7200, 600] }, [7200, 600]],
    [{ expiringSoonS: 7200 }, null],
    [{ expiringSoonS: ['7200'] }, null],
    [{ expiringSoonS: [59] }, null],
    [{ expiringSoonS: [30 * 86_400 + 1] }, null],
    [{ expiringSoonS: [61, 62, 63, 64, 65, 66] }, null],
  ])('are read from %j as reminders %j', (stored, expiringSoonS) => {
    expect(readShopPolicies(stored)).toEqual({ expiringSoonS });
  });

  it('come back as they were stored, whatever was stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        const policies = readShopPolicies(stored);
        expect(readShopPolicies(storedShopPolicies(policies))).toEqual(policies);
        if (policies.expiringSoonS !== null) expect(isReminderList(policies.expiringSoonS)).toBe(true);
      }),
    );
  });
});
