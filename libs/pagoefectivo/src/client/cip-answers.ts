import { parseAmountMinor } from '../wire/amount.js';
import { normalizeCip } from '../wire/cip-number.js';
import { readCipStatus } from '../wire/cip-status.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../wire/exact-json.js';
import { parseGatewayDate } from '../wire/lima-time.js';
import { isStorable, textOf } from '../wire/wire-text.js';
import type { Reading } from './answer.js';
import type { CipDraft, CipRecord, CreatedCip } from './cip.js';

/**
 * The CIP that a create made. An answer without a number, or about another reference, amount or currency than was
 * asked for, is not believed: the shopper would be shown a voucher for something else.
 */
export function readCreatedCip(data: JsonValue | undefined, draft: CipDraft): Reading<CreatedCip> {
  if (!isJsonObject(data)) return { unbelievable: 'the answer to a create has no data' };
  const number = normalizeCip(data.get('cip'));
  if (number === null) return { unbelievable: 'the answer to a create has no CIP number' };

  const transactionCode = textOf(data.get('transactionCode')) ?? draft.transactionCode;
  if (transactionCode !== draft.transactionCode) {
    return { unbelievable: `CIP ${number} answers another transactionCode than was asked for` };
  }
  const currency = textOf(data.get('currency')) ?? draft.currency;
  const amountMinor = data.has('amount') ? parseAmountMinor(data.get('amount')) : draft.amountMinor;
  if (currency !== draft.currency || amountMinor !== draft.amountMinor) {
    return { unbelievable: `CIP ${number} is for another amount than was asked for` };
  }
  return {
    value: {
      number,
      transactionCode,
      amountMinor,
      currency,
      expiresAt: parseGatewayDate(data.get('dateExpiry')),
      url: pageAddress(data.get('cipUrl')),
    },
  };
}

/**
 * The CIPs of a search, matched by number. A CIP that the gateway does not know comes back as an empty entry, and
 * is absent here; so is one that nobody asked for.
 */
export function readFoundCips(data: JsonValue | undefined, asked: ReadonlySet<string>): Reading<CipRecord[]> {
  const isEmpty = data === undefined || data === null;
  if (!isEmpty && !isJsonArray(data) && !isJsonObject(data)) {
    return { unbelievable: 'the answer to a search is not a list' };
  }
  const found = new Map<string, CipRecord>();
  for (const item of isJsonArray(data) ? data : [data]) {
    const number = isJsonObject(item) ? normalizeCip(item.get('cip')) : null;
    if (!isJsonObject(item) || number === null || !asked.has(number) || found.has(number)) continue;
    found.set(number, readCipRecord(number, item));
  }
  return { value: [...found.values()] };
}

function readCipRecord(number: string, item: JsonObject): CipRecord {
  const rawStatus = statusNumber(item.get('status'));
  const paidAt = parseGatewayDate(item.get('datePayment'));
  const removedAt = parseGatewayDate(item.get('dateRemoval'));
  return {
    number,
    transactionCode: storedText(item.get('transactionCode')),
    amountMinor: parseAmountMinor(item.get('amount')),
    currency: storedText(item.get('currency')),
    status: readCipStatus({ statusNumber: rawStatus, paidAt, removedAt }),
    rawStatus,
    createdAt: parseGatewayDate(item.get('dateCreation')),
    expiresAt: parseGatewayDate(item.get('dateExpiry')),
    paidAt,
    removedAt,
    pageToken: storedText(item.get('token')),
  };
}

function statusNumber(value: JsonValue | undefined): number | null {
  const text = textOf(value) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function storedText(value: JsonValue | undefined): string | null {
  const text = textOf(value);
  return text === null || text === '' || !isStorable(text) ? null : text;
}

/** The address goes into a link on our page, so anything but a web address is dropped. */
function pageAddress(value: JsonValue | undefined): string | null {
  const text = storedText(value);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}
