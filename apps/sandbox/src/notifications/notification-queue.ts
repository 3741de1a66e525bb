import type { EntityManager } from 'typeorm';
import type { Moment } from '../clock/sandbox-clock.js';
import type { CipEntity } from '../database/cip.entity.js';
import { NotificationEntity } from '../database/notification.entity.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';
import { planNotifications, type NotificationEventType, type NotifyMode } from './notification-plan.js';
import { notificationText } from './notification-text.js';

export interface NotificationOrder {
  eventType: NotificationEventType;
  mode: NotifyMode;
  /** null: the mode's own. */
  delayMs: number | null;
  /** The payment that the event is about; null for an expiry. */
  payment: { operationNumber: string; amountMinor: bigint; paidAt: Date } | null;
}

/** Writes what is to be sent, in the transaction of the event that causes it. */
export class NotificationQueue {
  constructor(private readonly faults: FaultSwitchboard) {}

  async add(manager: EntityManager, cip: CipEntity, order: NotificationOrder, moment: Moment): Promise<void> {
    const silent = this.faults.current.silentNotifications;
    const planned = planNotifications({ ...order, at: moment.now });
    for (const { eventType, dueAt, forged, duplicate } of planned) {
      // An expiry announced in front of a payment knows nothing of that payment.
      const payment = eventType === 'cip.expired' ? null : order.payment;
      const body = notificationText({
        eventType,
        operationNumber: payment?.operationNumber ?? '',
        cip: cip.number,
        currency: cip.currency,
        amountMinor: payment?.amountMinor ?? cip.amountMinor,
        paidAt: payment?.paidAt ?? null,
        transactionCode: cip.transactionCode,
      });
      await manager.insert(NotificationEntity, {
        cip: cip.number,
        eventType,
        body,
        forged,
        duplicate,
        state: silent ? 'silenced' : 'waiting',
        nextAt: silent ? null : dueAt,
        createdAt: moment.now,
      });
    }
  }
}
