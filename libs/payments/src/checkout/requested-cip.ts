import { randomBytes } from 'node:crypto';
import type { Cip } from '../domain/index.js';
import { transactionCode } from '../domain/index.js';
import { newId } from '../identifiers.js';

/** The row of a CIP that is about to be asked for: it stands before the gateway is called, so that its money finds it. */
export function requestedCip(input: { orderId: string; expiresAt: Date; now: Date }): Cip {
  return {
    id: newId('cip', input.now),
    transactionCode: transactionCode(input.orderId, randomBytes(8)),
    number: null,
    url: null,
    current: true,
    status: 'requested',
    statusAt: null,
    pendingSeen: [],
    expiresAt: input.expiresAt,
    createdAt: input.now,
    pollAt: null,
    retireAt: null,
    announcedAt: null,
  };
}

/** To the second, as the gateway keeps deadlines. */
export function usualDeadline(now: Date, ttlMs: number): Date {
  return new Date(Math.floor((now.getTime() + ttlMs) / 1000) * 1000);
}
