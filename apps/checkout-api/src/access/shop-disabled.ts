import type { ProblemError } from '#platform';
import { problem } from '../problems/problem.js';

/**
 * The 403 of a shop that takes no new payments: not a conflict with the payment's state, which repeating might outlive,
 * but a right that an administrator took away and alone can give back.
 */
export function shopDisabled(): ProblemError {
  return problem(
    'shop_disabled',
    'This shop is disabled and takes no new payments: an administrator can enable it. Payments it has go on.',
  );
}
