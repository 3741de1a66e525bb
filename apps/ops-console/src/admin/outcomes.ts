import type { AdminOutcome, AdminSubject } from '#payments';
import { invalidRequest, type ProblemError } from '#platform';
import { problem, type ProblemCode } from '../problems.js';

type Missing = AdminSubject | 'endpoint';

const WORDS: Record<Missing, { readonly code: ProblemCode; readonly name: string }> = {
  merchant: { code: 'merchant_not_found', name: 'merchant' },
  shop: { code: 'shop_not_found', name: 'shop' },
  account: { code: 'account_not_found', name: 'account' },
  attachment: { code: 'attachment_not_found', name: 'account attached as' },
  api_key: { code: 'api_key_not_found', name: 'API key of this shop' },
  admin_key: { code: 'admin_key_not_found', name: 'admin key' },
  endpoint: { code: 'endpoint_not_found', name: 'webhook endpoint of this shop' },
};

/** What was granted; a refusal is thrown as the problem it is. */
export function granted<Value>(outcome: AdminOutcome<Value>): Value {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'invalid':
      throw invalidRequest(outcome.problems);
    case 'conflict':
      throw problem(outcome.code, outcome.message);
    case 'not_found':
      throw missing(outcome.what, outcome.id);
  }
}

/** What was found; null is thrown as a 404. */
export function present<Found>(found: Found | null, what: Missing, id: string): Found {
  if (found === null) throw missing(what, id);
  return found;
}

function missing(what: Missing, id: string): ProblemError {
  const { code, name } = WORDS[what];
  return problem(code, `There is no ${name} ${id}: look it up in the list.`);
}
