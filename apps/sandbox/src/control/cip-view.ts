import { amountToNumberText, formatLima } from '#pagoefectivo';
import { shownStatus, type ShownStatus } from '../cips/cip-state.js';
import type { Scenario } from '../cips/scenario.js';
import type { CipEntity } from '../database/cip.entity.js';
import type { Delivery, NotificationEntity, NotificationState } from '../database/notification.entity.js';
import type { PaymentEntity } from '../database/payment.entity.js';
import type { RefundEntity } from '../database/refund.entity.js';

export interface CipView {
  cip: string;
  status: ShownStatus;
  amount: string;
  /** What was paid; null while unpaid. */
  paidAmount: string | null;
  currency: string;
  transactionCode: string;
  paymentConcept: string | null;
  scenario: Scenario;
  url: string;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
  removedAt: string | null;
  payments: { operationNumber: string; channel: string; amount: string; paidAt: string; reversedAt: string | null }[];
  refunds: { refundCode: string; amount: string; refundedAt: string }[];
  notifications: NotificationView[];
}

export interface NotificationView {
  id: string;
  eventType: string;
  state: NotificationState;
  forged: boolean;
  deliveries: Delivery[];
  nextAt: string | null;
  /** The exact text that was signed. */
  body: string;
}

export interface CipContext {
  payments: readonly PaymentEntity[];
  refunds: readonly RefundEntity[];
  notifications: readonly NotificationEntity[];
}

export function toCipView(cip: CipEntity, context: CipContext, at: { now: Date; publicUrl: string }): CipView {
  return {
    cip: cip.number,
    status: shownStatus(cip, at.now),
    amount: amountToNumberText(cip.amountMinor),
    paidAmount: cip.paidMinor === null ? null : amountToNumberText(cip.paidMinor),
    currency: cip.currency,
    transactionCode: cip.transactionCode,
    paymentConcept: cip.paymentConcept,
    scenario: cip.scenario,
    url: `${at.publicUrl}/${cip.token}.html`,
    createdAt: formatLima(cip.createdAt),
    expiresAt: formatLima(cip.expiresAt),
    paidAt: instant(cip.paidAt),
    removedAt: instant(cip.removedAt),
    payments: context.payments.map((payment) => ({
      operationNumber: payment.operationNumber,
      channel: payment.channel,
      amount: amountToNumberText(payment.amountMinor),
      paidAt: formatLima(payment.paidAt),
      reversedAt: instant(payment.reversedAt),
    })),
    refunds: context.refunds.map((refund) => ({
      refundCode: refund.refundCode,
      amount: amountToNumberText(refund.amountMinor),
      refundedAt: formatLima(refund.refundedAt),
    })),
    notifications: context.notifications.map(toNotificationView),
  };
}

function toNotificationView(notification: NotificationEntity): NotificationView {
  return {
    id: notification.id,
    eventType: notification.eventType,
    state: notification.state,
    forged: notification.forged,
    deliveries: notification.deliveries,
    nextAt: instant(notification.nextAt),
    body: notification.body,
  };
}

function instant(value: Date | null): string | null {
  return value === null ? null : formatLima(value);
}
