import type { Cip } from './order-book.js';

/** The row of a CIP that is about to be asked for: it stands before the gateway is called, so that its money finds it. */
export function requestedCip(wanted: { id: string; transactionCode: string; expiresAt: Date; now: Date }): Cip {
  return {
    id: wanted.id,
    transactionCode: wanted.transactionCode,
    number: null,
    url: null,
    current: true,
    status: 'requested',
    statusAt: null,
    pendingSeen: [],
    expiresAt: wanted.expiresAt,
    createdAt: wanted.now,
    pollAt: null,
    pollPriority: 'old',
    retireAt: null,
    announcedAt: null,
  };
}
