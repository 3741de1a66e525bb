import { parseAmountMinor } from '#pagoefectivo';
import type { WireFieldError } from './envelope.js';
import type { WireObject } from './wire-body.js';
import { WireFields } from './wire-fields.js';

/** What the sandbox keeps of `POST /v1/cips`. */
export interface CipOrder {
  currency: string;
  amountMinor: bigint;
  transactionCode: string;
  expiresAt: Date;
  paymentConcept: string | null;
  userEmail: string;
}

export type CreateRequest =
  | { kind: 'order'; order: CipOrder }
  | { kind: 'fields'; errors: WireFieldError[] }
  | { kind: 'refused'; code: '508' | '511' };

/** The expiry "agreed with the merchant" that counts when a request names none (§3). */
const AGREED_LIFE_MS = 24 * 3_600_000;

const DOCUMENT_TYPE = /^(DNI|PAR|PAS|LMI|NAN)$/;

/**
 * Reads the documented fields (§3). `strict` also demands those that the document calls mandatory and the SDKs leave
 * out. Field errors come first, then the service (508), then the cap (511).
 */
export function readCreateRequest(
  body: WireObject,
  service: { serviceId: string; amountCapMinor: bigint; strict: boolean; now: Date },
): CreateRequest {
  const fields = new WireFields(body);
  const currency = fields.text('currency', { required: true, max: 3, pattern: /^(PEN|USD)$/ });
  const amountMinor = readAmount(fields);
  const transactionCode = fields.text('transactionCode', { required: true, max: 36 });
  const expiresAt =
    fields.date('dateExpiry', { after: service.now }) ?? new Date(service.now.getTime() + AGREED_LIFE_MS);
  const paymentConcept = fields.text('paymentConcept', { max: 50 });
  fields.text('additionalData', { max: 200 });
  fields.text('adminEmail', { max: 100, pattern: /@/ });
  const userEmail = fields.text('userEmail', { required: true, max: 100, pattern: /^[^\s@]+@[^\s@]+$/ });
  readShopper(fields, service.strict);
  const serviceId = fields.text('serviceId', { max: 20 });
  if (
    fields.errors.length > 0 ||
    currency === null ||
    amountMinor === null ||
    transactionCode === null ||
    userEmail === null
  ) {
    return { kind: 'fields', errors: fields.errors };
  }
  if (serviceId !== null && serviceId !== service.serviceId) return { kind: 'refused', code: '508' };
  if (amountMinor > service.amountCapMinor) return { kind: 'refused', code: '511' };
  return { kind: 'order', order: { currency, amountMinor, transactionCode, expiresAt, paymentConcept, userEmail } };
}

function readAmount(fields: WireFields): bigint | null {
  const value = fields.required('amount');
  if (value === null) return null;
  const amountMinor = parseAmountMinor(value);
  if (amountMinor !== null && amountMinor > 0n) return amountMinor;
  fields.wrong('amount');
  return null;
}

/** Checked and forgotten: the sandbox needs nothing of the shopper but the e-mail's word and digest. */
function readShopper(fields: WireFields, strict: boolean): void {
  fields.text('userId', { max: 100 });
  fields.text('userName', { max: 30 });
  fields.text('userLastName', { max: 30 });
  fields.text('userUbigeo', { max: 6, pattern: /^\d{5,6}$/ });
  fields.text('userCountry', { max: 20 });
  fields.text('userDocumentType', { max: 3, pattern: DOCUMENT_TYPE });
  fields.text('userDocumentNumber', { max: 14 });
  fields.text('userPhone', { required: strict, max: 15 });
  fields.text('userCodeCountry', { required: strict, max: 5, pattern: /^\+?\d{1,4}$/ });
}
