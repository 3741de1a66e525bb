import type { CheckoutRequest, ItemDetails } from '#payments';
import { parseAmount } from '#payments';
import type { FieldError } from '#platform';
import { instantOf } from '../requests/instant.js';
import type { CreatePaymentRequest, CustomerRequest, ItemRequest } from './create-payment.request.js';

/** The validated request in the words of the domain: minor units, instants, null for what was not said. */
export function toCheckoutRequest(request: CreatePaymentRequest): CheckoutRequest {
  return {
    orderId: request.orderId,
    amountMinor: amountOf(request.amount),
    currency: request.currency,
    description: request.description ?? null,
    customer: toCustomer(request.customer),
    items: (request.items ?? []).map(toItem),
    expiresAt: request.expiresAt == null ? null : instantOf(request.expiresAt),
    returnUrl: request.returnUrl ?? null,
    metadata: { ...request.metadata },
  };
}

function toCustomer(customer: CustomerRequest): CheckoutRequest['customer'] {
  return {
    email: customer.email,
    ...(customer.firstName == null ? {} : { firstName: customer.firstName }),
    ...(customer.lastName == null ? {} : { lastName: customer.lastName }),
    ...(customer.phone == null ? {} : { phone: customer.phone }),
    ...(customer.documentType == null ? {} : { documentType: customer.documentType }),
    ...(customer.documentNumber == null ? {} : { documentNumber: customer.documentNumber }),
  };
}

function toItem(item: ItemRequest): ItemDetails {
  return {
    sku: item.sku,
    name: item.name ?? null,
    quantity: item.quantity,
    unitPriceMinor: item.unitPrice == null ? null : amountOf(item.unitPrice),
  };
}

function amountOf(text: string): bigint {
  const amount = parseAmount(text);
  if (amount === null) throw new Error('an amount passed validation and is none');
  return amount;
}

const MIN_AHEAD_MS = 10 * 60_000;
const MAX_MONTHS_AHEAD = 6;
const LIMA_OFFSET_MS = 5 * 60 * 60_000;

/**
 * What is wrong with an expiry, or null. Bounds of the gateway, "≥10 min and <6 months" by Bamboo's documentation
 * (pagoefectivo-api.md §9). Judged when a payment is opened and not before: a repeated request must get its stored
 * answer, however late it is repeated.
 */
export function expiryError(expiresAt: Date, now: Date): FieldError | null {
  const field = 'expiresAt';
  if (expiresAt.getTime() < now.getTime() + MIN_AHEAD_MS) {
    return { field, code: 'out_of_range', message: 'expiresAt must be at least 10 minutes from now: give more time.' };
  }
  if (expiresAt >= monthsLater(now, MAX_MONTHS_AHEAD)) {
    return { field, code: 'out_of_range', message: 'expiresAt must be less than 6 months from now: give less time.' };
  }
  return null;
}

/** The same day and time in Lima; the last day of a month that is too short. */
function monthsLater(now: Date, months: number): Date {
  const lima = new Date(now.getTime() - LIMA_OFFSET_MS);
  const lastDay = new Date(Date.UTC(lima.getUTCFullYear(), lima.getUTCMonth() + months + 1, 0)).getUTCDate();
  const later = new Date(lima);
  later.setUTCDate(1);
  later.setUTCMonth(lima.getUTCMonth() + months);
  later.setUTCDate(Math.min(lima.getUTCDate(), lastDay));
  return new Date(later.getTime() + LIMA_OFFSET_MS);
}
