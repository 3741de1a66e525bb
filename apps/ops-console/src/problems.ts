import { ProblemError } from '#platform';

/** Everything that the console's API refuses, by its stable code. */
const PROBLEMS = {
  not_signed_in: { status: 401, title: 'Not signed in' },
  wrong_credentials: { status: 401, title: 'Wrong e-mail address or password' },
  login_locked: { status: 429, title: 'Too many failed attempts' },
  login_busy: { status: 503, title: 'Too many sign-ins at once' },
  cross_site_request: { status: 403, title: 'Sent from another site' },
  admin_key_refused: { status: 401, title: 'Not a valid admin key' },
  role_insufficient: { status: 403, title: 'Not allowed with this role' },
  payment_not_found: { status: 404, title: 'No such payment' },
  case_not_found: { status: 404, title: 'No such case' },
  refund_not_found: { status: 404, title: 'No such refund' },
  alert_not_found: { status: 404, title: 'No such alert' },
  notification_not_found: { status: 404, title: 'No such notification' },
  delivery_not_found: { status: 404, title: 'No such delivery' },
  merchant_not_found: { status: 404, title: 'No such merchant' },
  shop_not_found: { status: 404, title: 'No such shop' },
  account_not_found: { status: 404, title: 'No such account' },
  attachment_not_found: { status: 404, title: 'No account attached' },
  api_key_not_found: { status: 404, title: 'No such API key' },
  admin_key_not_found: { status: 404, title: 'No such admin key' },
  endpoint_not_found: { status: 404, title: 'No such webhook endpoint' },
  slug_taken: { status: 409, title: 'Slug taken' },
  service_taken: { status: 409, title: 'Service taken' },
  secret_taken: { status: 409, title: 'Secret taken' },
  mixed_environments: { status: 409, title: 'Test and live never meet' },
  account_does_not_fit: { status: 409, title: 'The account does not fit the shop' },
  operator_not_found: { status: 404, title: 'No such operator' },
  case_already_resolved: { status: 409, title: 'The case was resolved before' },
  case_not_resolvable: { status: 409, title: 'The case cannot be resolved like this' },
  refund_not_possible: { status: 409, title: 'Not possible for this refund' },
  notification_not_replayable: { status: 409, title: 'The notification cannot be replayed' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** `detail` says what is wrong here and what to do about it. */
export function problem(code: ProblemCode, detail: string, headers?: Record<string, string>): ProblemError {
  return new ProblemError({ ...PROBLEMS[code], code, detail, headers });
}
