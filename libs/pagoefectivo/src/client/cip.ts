import type { CipStatus } from '../wire/cip-status.js';

/** The voucher to ask for. */
export interface CipDraft {
  currency: 'PEN' | 'USD';
  amountMinor: bigint;
  /** 1 to 36 characters, our reference. The gateway does not enforce that it is unique. */
  transactionCode: string;
  /** Sent in Lima time, to the second. */
  expiresAt: Date;
  /** Clipped to 50 characters. */
  concept?: string;
  /** Clipped to 200 characters. */
  additionalData?: string;
  user: CipDraftUser;
}

export interface CipDraftUser {
  /** PagoEfectivo e-mails the CIP to it. */
  email: string;
  id?: string;
  /** Names are clipped to 30 characters each. */
  firstName?: string;
  lastName?: string;
  /** DNI, PAR, PAS, LMI or NAN; anything else (CE, RUC) is sent as NAN, "other". */
  documentType?: string;
  documentNumber?: string;
  /** National, or international with a plus sign. */
  phone?: string;
  /** With or without the plus sign: `+51`. */
  phoneCountryCode?: string;
  /** Free text at the gateway: `PERU`, `ECUADOR`. */
  country?: string;
}

export interface CreatedCip {
  /** Without leading zeros. */
  number: string;
  transactionCode: string;
  amountMinor: bigint;
  currency: string;
  expiresAt: Date | null;
  /** The hosted payment page; optional on the wire. */
  url: string | null;
}

/** What a search says about one CIP. A field is `null` when the gateway left it out or wrote "never". */
export interface CipRecord {
  number: string;
  transactionCode: string | null;
  amountMinor: bigint | null;
  currency: string | null;
  status: CipStatus;
  rawStatus: number | null;
  createdAt: Date | null;
  expiresAt: Date | null;
  paidAt: Date | null;
  removedAt: Date | null;
  /** The name of the payment page; its format varies. */
  pageToken: string | null;
}

/** A refund by contract (wire notes 13.5): the documented API has none, our sandbox implements this one. */
export interface RefundDraft {
  amountMinor: bigint;
  currency: 'PEN' | 'USD';
  reason: string;
  /** Our reference; the same code means the same refund. */
  refundCode: string;
}
