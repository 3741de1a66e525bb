import { parseAmountMinor } from '../wire/amount.js';
import { normalizeCip } from '../wire/cip-number.js';
import { isJsonObject, readJson, type JsonObject, type JsonValue } from '../wire/exact-json.js';
import { parseGatewayDate } from '../wire/lima-time.js';
import { isStorable, textOf } from '../wire/wire-text.js';

/** What a notification says. Whether to believe it is `verifyNotification`'s answer. */
export interface ParsedNotification {
  /** `cip.paid` officially; others occur (`cip.expired`, `cip.refunded`) and are not refused here. */
  eventType: string;
  /** The bank's operation; empty when the sender had none. */
  operationNumber: string;
  /** Without leading zeros. */
  cip: string;
  /** ISO 4217. */
  currency: string;
  /** More than zero. */
  amountMinor: bigint;
  /** Absent from the official document, sent since about 2020. */
  paidAt: Date | null;
  /** As `paidAt`. Never match money on this alone. */
  transactionCode: string | null;
}

export type NotificationParse =
  { kind: 'ok'; notification: ParsedNotification } | { kind: 'not_json' | 'not_a_notification'; reason: string };

/** The five fields that the document lists, spelled as they came: what the canonical signature is built from. */
export interface NotificationFields {
  eventType: string;
  operationNumber: string;
  cip: string;
  currency: string;
  amountMinor: bigint;
  data: JsonObject;
}

type FieldsParse =
  { kind: 'ok'; fields: NotificationFields } | { kind: 'not_json' | 'not_a_notification'; reason: string };

/** Longer than anything on the wire (14 and 36), short enough for an index. */
const MAX_TEXT = 100;

/**
 * Reads the body of a notification. Takes any bytes and never throws. Numbers may come as strings and strings as
 * numbers (wire notes 12.5 and 12.6); the content type does not matter.
 */
export function parseNotification(rawBody: Uint8Array): NotificationParse {
  const parsed = readNotificationFields(rawBody);
  if (parsed.kind !== 'ok') return parsed;
  const { data, ...fields } = parsed.fields;
  const cip = normalizeCip(fields.cip);
  if (cip === null) return notANotification('data.cip is not a CIP number');
  const transactionCode = textOf(data.get('transactionCode'));
  if (transactionCode !== null && !isStorable(transactionCode)) {
    return notANotification('data.transactionCode holds a NUL character or broken Unicode');
  }
  // An unusable extra does not make the money it comes with unreadable: the CIP, the amount and the currency count.
  const usable = transactionCode !== null && transactionCode !== '' && transactionCode.length <= MAX_TEXT;
  return {
    kind: 'ok',
    notification: {
      ...fields,
      cip,
      paidAt: parseGatewayDate(data.get('paymentDate')),
      transactionCode: usable ? transactionCode : null,
    },
  };
}

export function readNotificationFields(rawBody: Uint8Array): FieldsParse {
  const json = readBody(rawBody);
  if (json === undefined) return { kind: 'not_json', reason: 'the body is not JSON in UTF-8' };
  if (!isJsonObject(json)) return notANotification('the body is not an object');
  const data = json.get('data');
  if (!isJsonObject(data)) return notANotification('data is not an object');

  const eventType = json.get('eventType');
  if (typeof eventType !== 'string' || eventType === '' || !isUsable(eventType)) {
    return notANotification(`eventType is not text of 1 to ${MAX_TEXT} characters`);
  }
  const operationNumber = textOf(json.get('operationNumber') ?? '');
  if (operationNumber === null || !isUsable(operationNumber)) {
    return notANotification(`operationNumber is not text of at most ${MAX_TEXT} characters`);
  }
  const cip = textOf(data.get('cip'));
  if (cip === null) return notANotification('data.cip is missing');
  const currency = data.get('currency');
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    return notANotification('data.currency is not a three-letter code');
  }
  const amountMinor = parseAmountMinor(data.get('amount'));
  if (amountMinor === null || amountMinor === 0n) {
    return notANotification('data.amount is not a positive N(18,2) amount');
  }
  return { kind: 'ok', fields: { eventType, operationNumber, cip, currency, amountMinor, data } };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function readBody(rawBody: Uint8Array): JsonValue | undefined {
  try {
    return readJson(UTF8.decode(rawBody));
  } catch {
    return undefined;
  }
}

function isUsable(text: string): boolean {
  return text.length <= MAX_TEXT && isStorable(text);
}

function notANotification(reason: string): { kind: 'not_a_notification'; reason: string } {
  return { kind: 'not_a_notification', reason };
}
