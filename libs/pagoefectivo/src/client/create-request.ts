import { amountToNumberText } from '../wire/amount.js';
import { ExactNumber, writeJson, type WritableJson } from '../wire/exact-json.js';
import { formatLima } from '../wire/lima-time.js';
import type { CipDraft, CipDraftUser } from './cip.js';

/** The document types of the wire. CE and RUC have no value of their own. */
const DOCUMENT_TYPES = new Set(['DNI', 'PAR', 'PAS', 'LMI', 'NAN']);

/** The calling codes that the wire notes attest: Peru and Ecuador. */
const ATTESTED_COUNTRY_CODES = ['51', '593'];

/**
 * The body of `POST /v1/cips`. The amount stands in it with two decimals. Only texts that lose nothing by it are
 * clipped; a code, an e-mail or a document number that is too long is left for the gateway to refuse, since a
 * shortened one would be another one.
 * @throws RangeError when the amount or the date cannot be written.
 */
export function createRequestBody(draft: CipDraft, serviceId: string): string {
  const { user } = draft;
  return writeJson({
    currency: draft.currency,
    amount: new ExactNumber(amountToNumberText(draft.amountMinor)),
    transactionCode: draft.transactionCode,
    dateExpiry: formatLima(draft.expiresAt),
    paymentConcept: clip(draft.concept, 50),
    additionalData: clip(draft.additionalData, 200),
    userEmail: user.email,
    userId: known(user.id),
    userName: clip(user.firstName, 30),
    userLastName: clip(user.lastName, 30),
    userCountry: known(user.country),
    userDocumentType: documentType(user.documentType),
    userDocumentNumber: known(user.documentNumber),
    ...phone(user),
    serviceId: serviceNumber(serviceId),
  });
}

/** The service id as the number the document shows; one that is not a plain number goes as text. */
export function serviceNumber(serviceId: string): WritableJson {
  return /^[1-9]\d*$/.test(serviceId) ? new ExactNumber(serviceId) : serviceId;
}

/** Optional fields are left out when there is nothing to say: the wire has them from one character on. */
function known(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Cut by code points, so that no character is halved. */
function clip(text: string | undefined, maxCharacters: number): string | undefined {
  const trimmed = known(text);
  return trimmed === undefined ? undefined : known([...trimmed].slice(0, maxCharacters).join(''));
}

function documentType(type: string | undefined): string | undefined {
  const name = known(type)?.toUpperCase();
  return name === undefined || DOCUMENT_TYPES.has(name) ? name : 'NAN';
}

/** Number and country code in two fields, digits only. A code is split off only where it is certain. */
function phone(user: CipDraftUser): { userPhone?: string; userCodeCountry?: string } {
  const digits = digitsOf(user.phone);
  if (digits === '') return {};
  const international = user.phone?.trim().startsWith('+') === true;
  const told = digitsOf(user.phoneCountryCode);
  const code =
    told === '' ? ATTESTED_COUNTRY_CODES.find((attested) => international && digits.startsWith(attested)) : told;
  if (code === undefined) return { userPhone: digits };
  const national = international && digits.startsWith(code) ? digits.slice(code.length) : digits;
  return { userPhone: national, userCodeCountry: `+${code}` };
}

function digitsOf(text: string | undefined): string {
  return (text ?? '').replaceAll(/\D/g, '');
}
