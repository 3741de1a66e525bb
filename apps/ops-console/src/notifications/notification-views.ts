import type { NotificationEvidence, StoredNotification } from '#payments';
import { limaInstant } from '#payments';

/** A received message with its verdicts; instants ISO 8601 at Lima's offset. */
export interface NotificationRow extends Omit<StoredNotification, 'receivedAt' | 'nextAt' | 'settledAt'> {
  receivedAt: string;
  nextAt: string | null;
  settledAt: string | null;
}

export interface NotificationPage extends NotificationRow {
  /** The bytes as text; what is no UTF-8 shows as replacement characters, and `rawBase64` has it exactly. */
  rawText: string;
  rawBase64: string;
  rawBytes: number;
  headers: Readonly<Record<string, string>>;
}

export function toNotificationRow(notification: StoredNotification): NotificationRow {
  return {
    ...notification,
    receivedAt: limaInstant(notification.receivedAt),
    nextAt: notification.nextAt && limaInstant(notification.nextAt),
    settledAt: notification.settledAt && limaInstant(notification.settledAt),
  };
}

export function toNotificationPage({ raw, headers, ...notification }: NotificationEvidence): NotificationPage {
  return {
    ...toNotificationRow(notification),
    rawText: raw.toString('utf8'),
    rawBase64: raw.toString('base64'),
    rawBytes: raw.length,
    headers,
  };
}
