export type CipStatus = 'pending' | 'paid' | 'expired' | 'removed' | 'unknown';

/**
 * The status numbers that have a source. 23 is named "Cancelado", which in Peru means settled: PAID.
 * The number of a deleted CIP is not known to anybody who published.
 */
export const cipStatusNumbers = { expired: 21, pending: 22, paid: 23 } as const;

/**
 * What a search item says about its CIP. A payment date proves payment and a removal date proves removal, whatever
 * the number; a number we have no source for never means paid or failed.
 */
export function readCipStatus(item: {
  statusNumber: number | null;
  paidAt: Date | null;
  removedAt: Date | null;
}): CipStatus {
  if (item.statusNumber === cipStatusNumbers.paid || item.paidAt) return 'paid';
  if (item.removedAt) return 'removed';
  if (item.statusNumber === cipStatusNumbers.pending) return 'pending';
  if (item.statusNumber === cipStatusNumbers.expired) return 'expired';
  return 'unknown';
}
