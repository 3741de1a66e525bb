import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_KINDS, CASE_POLICIES, CASE_RULES } from '../domain/index.js';
import {
  changedPolicies,
  DEFAULT_SHOP_POLICIES,
  isPolicyOf,
  isReminderList,
  readShopPolicies,
  storedShopPolicies,
} from './shop-policies.js';

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
    expect(readShopPolicies(stored)).toEqual({ ...DEFAULT_SHOP_POLICIES, expiringSoonS });
  });

  it.each([
    [{ cases: { paid_late: 'accept', paid_twice: 'refund' } }, { paid_late: 'accept', paid_twice: 'refund' }],
    // What ships an order for a sol, or twice, is no policy; review is what goes without saying.
    [{ cases: { wrong_amount: 'accept', paid_twice: 'accept', paid_late: 'review', odd: 'accept' } }, {}],
    [{ cases: ['accept'] }, {}],
  ])('are read from %j as %j for cases', (stored, cases) => {
    expect(readShopPolicies(stored).cases).toEqual(cases);
  });

  it.each([
    [{ caseDeadlineHours: { paid_late: 4, reversed: 720 } }, { paid_late: 4, reversed: 720 }],
    [{ caseDeadlineHours: { paid_late: 0, reversed: 721, unknown_cip: 1.5, wrong_amount: '4', odd: 4 } }, {}],
  ])('are read from %j as deadlines %j', (stored, caseDeadlineHours) => {
    expect(readShopPolicies(stored).caseDeadlineHours).toEqual(caseDeadlineHours);
  });

  it('change kind by kind, and go back to the default', () => {
    const once = changedPolicies(DEFAULT_SHOP_POLICIES, {
      cases: { paid_late: 'accept', paid_twice: 'refund' },
      caseDeadlineHours: { paid_late: 4 },
    });
    expect(changedPolicies(once, { cases: { paid_late: 'review' }, expiringSoonS: [600] })).toEqual({
      expiringSoonS: [600],
      cases: { paid_twice: 'refund' },
      caseDeadlineHours: { paid_late: 4 },
    });
    expect(changedPolicies(once, { caseDeadlineHours: { paid_late: null } }).caseDeadlineHours).toEqual({});
  });

  it('leave every kind of case to a person, unless its answer is one that it takes', () => {
    for (const kind of CASE_KINDS) {
      for (const policy of CASE_POLICIES) {
        const answerable = policy === 'review' || CASE_RULES[kind].resolutions[policy] !== undefined;
        if (isPolicyOf(kind, policy)) expect(answerable).toBe(true);
      }
      expect(isPolicyOf(kind, 'review')).toBe(true);
    }
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
