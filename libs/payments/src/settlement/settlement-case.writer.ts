import type { EntityManager } from 'typeorm';
import { openCase } from '../cases/open-case.js';

export interface SettlementCase {
  /** The same cause is one case, ever. */
  readonly key: string;
  readonly kind: 'settlement_difference' | 'unknown_cip';
  readonly accountId: string;
  /** A shop of the account when absent. */
  readonly shopId?: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Opens a case about an account's money that no payment stands for. True when there was none. It names the payment in its
 * details only: a spreadsheet is a hint, and puts nobody's order in review (invariant 8).
 */
export async function openSettlementCase(manager: EntityManager, entry: SettlementCase, now: Date): Promise<boolean> {
  return (await openCase(manager, { ...entry, shopId: entry.shopId ?? null }, now)) !== null;
}
