import { randomBytes } from 'node:crypto';
import type { Cip } from '../domain/index.js';
import { requestedCip, transactionCode } from '../domain/index.js';
import { newId } from '../identifiers.js';

/** A CIP to ask for, with an id and a transaction code of its own. */
export function newCipFor(order: { orderId: string; expiresAt: Date; now: Date }): Cip {
  return requestedCip({
    id: newId('cip', order.now),
    transactionCode: transactionCode(order.orderId, randomBytes(8)),
    expiresAt: order.expiresAt,
    now: order.now,
  });
}

/** To the second, as the gateway keeps deadlines. */
export function usualDeadline(now: Date, ttlMs: number): Date {
  return new Date(Math.floor((now.getTime() + ttlMs) / 1000) * 1000);
}
