import type { CaseKind } from '../domain/index.js';

/** A case that the sweep has claimed. */
export interface DueCase {
  readonly id: string;
  readonly kind: CaseKind;
  readonly account_id: string | null;
  readonly cip: string | null;
  readonly attempts: number;
  readonly policies: unknown;
}
