/** How a payment is announced (api-contract.md, `notify`). */
export const NOTIFY_MODES = ['once', 'twice', 'never', 'late', 'forged', 'reordered'] as const;
export type NotifyMode = (typeof NOTIFY_MODES)[number];

export const EVENT_TYPES = ['cip.paid', 'cip.expired', 'cip.refunded'] as const;
export type NotificationEventType = (typeof EVENT_TYPES)[number];

export interface PlannedNotification {
  eventType: NotificationEventType;
  dueAt: Date;
  /** Signed with a secret that is not the account's. */
  forged: boolean;
  /** Sent a second time although the first delivery was answered with 200. */
  duplicate: boolean;
}

const LATE_BY_DEFAULT_MS = 15 * 60_000;
const REORDER_GAP_MS = 1_000;

/**
 * The messages that one event causes. `delayMs` is business time between the event and its first message; without it
 * `late` waits 15 minutes and every other mode not at all. `reordered` announces an expiry that never was and, a second
 * later, the event itself: a listener that trusts the order of arrival closes a paid order.
 */
export function planNotifications(input: {
  eventType: NotificationEventType;
  mode: NotifyMode;
  at: Date;
  delayMs: number | null;
}): PlannedNotification[] {
  const { eventType, mode } = input;
  const delayMs = input.delayMs ?? (mode === 'late' ? LATE_BY_DEFAULT_MS : 0);
  const dueAt = new Date(input.at.getTime() + delayMs);
  const plain = { eventType, dueAt, forged: false, duplicate: false };
  switch (mode) {
    case 'never':
      return [];
    case 'once':
    case 'late':
      return [plain];
    case 'twice':
      return [{ ...plain, duplicate: true }];
    case 'forged':
      return [{ ...plain, forged: true }];
    case 'reordered':
      return [
        { ...plain, eventType: 'cip.expired' },
        { ...plain, dueAt: new Date(dueAt.getTime() + REORDER_GAP_MS) },
      ];
  }
}
