import { parseDuration } from '#platform';
import { CIP_STATUSES } from '../cips/cip-state.js';
import { DEFAULT_CHANNEL, type PayOrder } from '../cips/payment-desk.js';
import { OPERATIONS } from '../faults/faults.js';
import {
  EVENT_TYPES,
  NOTIFY_MODES,
  type NotificationEventType,
  type NotifyMode,
} from '../notifications/notification-plan.js';
import type { RequestFilter } from '../request-log/request-log.js';
import type { CipFilter } from './cip-reader.js';
import { amount, duration, FieldReader, oneOf, text, type Rule } from '../fields/field-reader.js';
import { cursor } from './page-cursor.js';

type Fields = Readonly<Record<string, unknown>>;

const businessTime = duration({ max: 'P366D' });
const notifyMode = oneOf(NOTIFY_MODES);

/** `POST /sandbox/cips/{cip}/pay`. Every reader here throws `invalid_request` with one entry per wrong field. */
export function readPayOrder(body: Fields): PayOrder {
  const reader = new FieldReader(body);
  const order: PayOrder = {
    channel: reader.read('channel', text(60)) ?? DEFAULT_CHANNEL,
    notify: reader.read('notify', notifyMode) ?? 'once',
    delayMs: durationMs(reader.read('delay', businessTime)),
    amountMinor: reader.read('amount', amount) ?? null,
  };
  reader.finish();
  return order;
}

/** `expire` and `reverse` announce themselves too, or not. */
export function readNotifyMode(body: Fields, byDefault: NotifyMode): NotifyMode {
  const reader = new FieldReader(body);
  const mode = reader.read('notify', notifyMode) ?? byDefault;
  reader.finish();
  return mode;
}

export interface AnnounceOrder {
  eventType: NotificationEventType;
  mode: NotifyMode;
  delayMs: number | null;
  amountMinor: bigint | null;
}

/** `POST /sandbox/cips/{cip}/notify`: a message without the event. */
export function readAnnounceOrder(body: Fields): AnnounceOrder {
  const reader = new FieldReader(body);
  const order: AnnounceOrder = {
    eventType: reader.read('eventType', oneOf(EVENT_TYPES)) ?? 'cip.paid',
    mode: reader.read('notify', notifyMode) ?? 'once',
    delayMs: durationMs(reader.read('delay', businessTime)),
    amountMinor: reader.read('amount', amount) ?? null,
  };
  reader.finish();
  return order;
}

/** `PUT /sandbox/clock` → milliseconds to let pass; 0 when the body names none. */
export function readAdvance(body: Fields): number {
  const reader = new FieldReader(body);
  const advance = reader.read('advance', duration({ max: 'P3660D' }));
  reader.finish();
  return durationMs(advance ?? undefined) ?? 0;
}

export interface PageRequest {
  before: string | null;
  limit: number;
}

export function readCipQuery(query: Fields): { filter: CipFilter; page: PageRequest } {
  const reader = new FieldReader(query);
  const filter: CipFilter = {
    status: reader.read('status', oneOf([...CIP_STATUSES, 'expired'] as const)) ?? null,
    transactionCode: reader.read('transactionCode', text(100)) ?? null,
  };
  const page = readPage(reader);
  reader.finish();
  return { filter, page };
}

export function readRequestQuery(query: Fields): { filter: RequestFilter; page: PageRequest } {
  const reader = new FieldReader(query);
  const filter: RequestFilter = {
    operation: reader.read('operation', oneOf(OPERATIONS)) ?? null,
    transactionCode: reader.read('transactionCode', text(100)) ?? null,
  };
  const page = readPage(reader);
  reader.finish();
  return { filter, page };
}

const MAX_PAGE = 500;

const pageSize: Rule<number> = (value) => {
  const size = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return size >= 1 && size <= MAX_PAGE ? { value: size } : { wrong: `is to be a number from 1 to ${MAX_PAGE}.` };
};

function readPage(reader: FieldReader): PageRequest {
  return { before: reader.read('cursor', cursor) ?? null, limit: reader.read('limit', pageSize) ?? 100 };
}

function durationMs(value: string | undefined): number | null {
  return value === undefined ? null : parseDuration(value);
}
