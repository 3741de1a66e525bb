import type { Cip, Currency, Payment } from '../domain/index.js';
import { newId, newPageToken } from '../identifiers.js';
import type { CustomerDetails, ItemDetails, PaymentDetails } from '../orders/payment-details.js';
import type { Opening } from '../orders/payment-ledger.js';
import type { CheckoutAccount } from './checkout-account.js';
import { newCipFor, usualDeadline } from './new-cip.js';

/** A validated order; amounts in minor units. */
export interface CheckoutRequest {
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly description: string | null;
  readonly customer: CustomerDetails;
  readonly items: readonly ItemDetails[];
  readonly expiresAt: Date | null;
  readonly returnUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface CheckoutOptions {
  readonly paymentTtlMs: number;
  /** Seconds before the deadline at which shops without a policy of their own are reminded (EXPIRING_SOON). */
  readonly expiringSoonS: readonly number[];
}

/** A new payment with the create command that asks for its CIP, written as sent: whoever opens it makes the call. */
export interface CheckoutOpening extends Opening {
  readonly commandId: string;
  readonly cip: Cip;
}

export function openingFor(
  order: {
    readonly paymentId: string;
    readonly shopId: string;
    readonly account: CheckoutAccount;
    readonly request: CheckoutRequest;
    readonly now: Date;
  },
  options: CheckoutOptions & { readonly commandLeaseMs: number },
): CheckoutOpening {
  const { paymentId, shopId, account, request, now } = order;
  const commandId = newId('gcmd', now);
  const expiresAt = request.expiresAt ?? usualDeadline(now, options.paymentTtlMs);
  const cip = newCipFor({ orderId: request.orderId, expiresAt, now });
  const holdsStock = request.items.length > 0;
  const payment: Payment = {
    id: paymentId,
    accountId: account.id,
    amountMinor: request.amountMinor,
    currency: request.currency,
    baseState: 'created',
    state: 'created',
    late: false,
    unconfirmed: false,
    failure: null,
    stock: holdsStock ? 'held' : 'none',
    stockGeneration: holdsStock ? 1 : 0,
    createdAt: now,
    expiresAt,
    remindBeforeS: account.expiringSoonS ?? options.expiringSoonS,
    remindAt: null,
    nextAt: expiresAt,
    heldFor: null,
    paidAt: null,
    closedAt: null,
    cips: [cip],
    facts: [],
    receipts: [],
    refunds: [],
    commands: [
      {
        id: commandId,
        cipId: cip.id,
        kind: 'create',
        purpose: 'checkout',
        // Held from the commit that makes it durable: see `commandLeaseMs`.
        status: 'sent',
        actor: 'storefront',
        expiresAt: null,
        nextAt: new Date(now.getTime() + options.commandLeaseMs),
        outcome: null,
      },
    ],
    cases: new Map(),
    waitingNotifications: 0,
  };
  const details: PaymentDetails = {
    paymentId,
    shopId,
    orderId: request.orderId,
    livemode: account.livemode,
    description: request.description,
    customer: request.customer,
    items: request.items,
    metadata: request.metadata,
    returnUrl: request.returnUrl,
    pageToken: newPageToken(paymentId),
    updatedAt: now,
  };
  return { observation: { kind: 'open', paymentId, payment }, details, commandId, cip };
}
