/**
 * What payments needs of the gateway. The PagoEfectivo client satisfies it by shape; apps bind the two, so that this
 * library knows rules and rows but no wire.
 */
export interface Gateway {
  createCip(draft: CipDraft, options?: { paymentRef?: string }): Promise<GatewayOutcome<CreatedCip>>;
  /** Only CIPs the gateway knows come back, matched by number. */
  searchCips(numbers: string[], options?: { paymentRef?: string }): Promise<GatewayOutcome<CipRecord[]>>;
  /** Also brings an expired CIP back to life. */
  changeExpiry(number: string, expiresAt: Date, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>>;
  deleteCip(number: string, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>>;
  /** Only where the contract has it (pagoefectivo-api.md §13.5): the same `refundCode` again is the same refund. */
  refundCip(number: string, refund: RefundOrder, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>>;
}

/** One gateway per account; throws when the account does not exist or its secrets cannot be opened. */
export interface Gateways {
  of(accountId: string): Promise<Gateway>;
}

export interface CipDraft {
  currency: 'PEN' | 'USD';
  amountMinor: bigint;
  transactionCode: string;
  expiresAt: Date;
  concept?: string;
  user: {
    email: string;
    firstName?: string;
    lastName?: string;
    documentType?: string;
    documentNumber?: string;
    phone?: string;
    phoneCountryCode?: string;
  };
}

export interface RefundOrder {
  amountMinor: bigint;
  currency: 'PEN' | 'USD';
  reason: string;
  refundCode: string;
}

export interface CreatedCip {
  number: string;
  expiresAt: Date | null;
  url: string | null;
}

export interface CipRecord {
  number: string;
  transactionCode: string | null;
  amountMinor: bigint | null;
  currency: string | null;
  status: 'pending' | 'paid' | 'expired' | 'removed' | 'unknown';
  rawStatus: number | null;
  expiresAt: Date | null;
  paidAt: Date | null;
}

/** Outcomes by what the caller should do (pagoefectivo-api.md §7 knows few codes, so kinds matter, not numbers). */
export type GatewayOutcome<T> =
  | { kind: 'ok'; value: T }
  /** Understood and declined: nothing happened. */
  | {
      kind: 'refused';
      code: string;
      message: string;
      fields: readonly { field: string; code: string; message: string }[];
    }
  | { kind: 'unauthorized'; message: string }
  | { kind: 'rate_limited'; retryAfterMs: number | null }
  /** The request did not leave: nothing happened. */
  | { kind: 'never_sent'; reason: string }
  /** Sent, and no believable answer will come any more. */
  | { kind: 'unknown'; reason: string };

export type VoidOutcome = Extract<GatewayOutcome<never>, { kind: 'unauthorized' | 'rate_limited' | 'never_sent' }>;

/** True for the outcomes of a call that certainly did nothing, and may be made again. */
export function isVoid(outcome: GatewayOutcome<unknown>): outcome is VoidOutcome {
  return outcome.kind === 'unauthorized' || outcome.kind === 'rate_limited' || outcome.kind === 'never_sent';
}

/** Why it did nothing, in a sentence. */
export function voidReason(outcome: VoidOutcome): string {
  switch (outcome.kind) {
    case 'unauthorized':
      return `PagoEfectivo did not accept the account's credentials: ${outcome.message}`;
    case 'rate_limited':
      return 'PagoEfectivo asked us to slow down.';
    case 'never_sent':
      return `PagoEfectivo could not be reached: ${outcome.reason}`;
  }
}

/** The gateway's own words, with the fields it names: what a merchant needs to mend the order. */
export function refusalSentence(refusal: Extract<GatewayOutcome<unknown>, { kind: 'refused' }>): string {
  const fields = refusal.fields.map(({ field, message }) => `${field}: ${message}`);
  return fields.length === 0 ? refusal.message : `${refusal.message} (${fields.join('; ')})`;
}
