import { cipStatusNumbers, formatLima, NEVER_ON_THE_WIRE } from '#pagoefectivo';
import { shownStatus, stateAt, type ShownStatus } from '../cips/cip-state.js';
import type { CipEntity } from '../database/cip.entity.js';
import { amountNumber } from './amounts.js';

/**
 * 21, 22 and 23 have sources; the number of a removed CIP has none. 25 is the one that is quoted, so a client that
 * trusts `dateRemoval` alone is served and one that branches on the number meets what it may meet.
 */
const STATUSES: Readonly<Record<ShownStatus, { status: number; statusName: string }>> = {
  expired: { status: cipStatusNumbers.expired, statusName: 'Expirado.' },
  pending: { status: cipStatusNumbers.pending, statusName: 'Generado.' },
  paid: { status: cipStatusNumbers.paid, statusName: 'Cancelado.' },
  removed: { status: 25, statusName: 'Eliminado.' },
};

/**
 * One item of a search answer, as the CIP was `lagMs` ago; the empty structure for a CIP that did not exist then.
 * A paid CIP shows the amount that was paid.
 */
export function toSearchItem(cip: CipEntity | undefined, time: { now: Date; lagMs: number }): Record<string, unknown> {
  if (cip === undefined) return {};
  const at = new Date(time.now.getTime() - time.lagMs);
  // Without a lag the row itself is the answer, also where a skewed clock stands before its stamps.
  const state = time.lagMs === 0 ? cip : stateAt(cip, at);
  if (state === null) return {};
  return {
    cip: Number(cip.number),
    transactionCode: cip.transactionCode,
    amount: amountNumber(state.paidMinor ?? cip.amountMinor),
    currency: cip.currency,
    ...STATUSES[shownStatus(state, at)],
    dateCreation: formatLima(cip.createdAt),
    dateExpiry: formatLima(state.expiresAt),
    datePayment: state.paidAt === null ? NEVER_ON_THE_WIRE : formatLima(state.paidAt),
    dateRemoval: state.removedAt === null ? NEVER_ON_THE_WIRE : formatLima(state.removedAt),
    token: cip.token,
  };
}
