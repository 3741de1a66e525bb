import type { FieldProblem } from '../outbox/endpoint-fields.js';

/** What administrators manage. */
export type AdminSubject = 'merchant' | 'shop' | 'account' | 'api_key' | 'admin_key' | 'attachment';

export type AdminConflict =
  /** Another account has this slug. */
  | 'slug_taken'
  /** Another account is this service of this gateway. */
  | 'service_taken'
  /** Another account of the merchant has this secret, so that a signature would not tell them apart. */
  | 'secret_taken'
  /** Test and live would stand side by side (invariant 10). */
  | 'mixed_environments'
  /** Shop and account do not fit: other merchant, other mode, other currency, or disabled. */
  | 'account_does_not_fit';

export type AdminRefusal =
  | { readonly kind: 'not_found'; readonly what: AdminSubject; readonly id: string }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  /** `message` says what stands in the way and what to do about it. */
  | { readonly kind: 'conflict'; readonly code: AdminConflict; readonly message: string };

/** What became of an administrator's wish. Whatever was refused changed nothing. */
export type AdminOutcome<Value> = { readonly kind: 'done'; readonly value: Value } | AdminRefusal;

export function done<Value>(value: Value): AdminOutcome<Value> {
  return { kind: 'done', value };
}

export function notFound(what: AdminSubject, id: string): AdminRefusal {
  return { kind: 'not_found', what, id };
}

export function conflict(code: AdminConflict, message: string): AdminRefusal {
  return { kind: 'conflict', code, message };
}

/** Null when nothing is wrong. */
export function refusalOf(problems: readonly FieldProblem[]): AdminRefusal | null {
  return problems.length === 0 ? null : { kind: 'invalid', problems };
}

/** A page of a list, latest first: what comes after the id `before`. */
export interface ListQuery {
  readonly before?: string | null;
  readonly limit: number;
}
