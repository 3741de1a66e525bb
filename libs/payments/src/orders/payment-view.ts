import type {
  CipStatus,
  PaymentRecord,
  PaymentState,
  ReceiptCounts,
  RefundChannel,
  RefundState,
  StockState,
} from '../domain/index.js';
import { formatAmount, refundedMinor } from '../domain/index.js';
import { limaInstant } from './lima-instant.js';
import type { CustomerDetails, PaymentDetails } from './payment-details.js';

/** A payment as API and events show it: amounts are decimal strings, instants ISO 8601 at Lima's offset. */
export interface PaymentView {
  id: string;
  object: 'payment';
  livemode: boolean;
  orderId: string;
  state: PaymentState;
  amount: string;
  currency: string;
  description: string | null;
  cip: { number: string; url: string | null; state: CipStatus; expiresAt: string } | null;
  paymentPageUrl: string;
  returnUrl: string | null;
  expiresAt: string;
  paidAt: string | null;
  late: boolean;
  inReview: boolean;
  failure: { code: string; message: string } | null;
  receipts: {
    /** What a refund points at. */
    id: string;
    cip: string | null;
    amount: string;
    currency: string;
    paidAt: string | null;
    operationNumber: string;
    reversedAt: string | null;
    counts: ReceiptCounts;
  }[];
  /** What of the payment's currency went back. */
  refundedAmount: string;
  refunds: {
    id: string;
    receipt: string;
    amount: string;
    currency: string;
    channel: RefundChannel;
    state: RefundState;
    creditNote: string | null;
    requestedAt: string;
    settledAt: string | null;
  }[];
  stock: StockState;
  items: { sku: string; name: string | null; quantity: number; unitPrice: string | null }[];
  customer: CustomerDetails;
  metadata: Readonly<Record<string, string>>;
  createdAt: string;
  updatedAt: string;
}

export function toPaymentView(input: {
  payment: PaymentRecord;
  details: PaymentDetails;
  publicUrl: string;
}): PaymentView {
  const { payment, details } = input;
  const shown = payment.cips.find((cip) => cip.current && cip.number !== null);
  const numbers = new Map(payment.cips.map((cip) => [cip.id, cip.number]));
  return {
    id: payment.id,
    object: 'payment',
    livemode: details.livemode,
    orderId: details.orderId,
    state: payment.state,
    amount: formatAmount(payment.amountMinor),
    currency: payment.currency,
    description: details.description,
    cip:
      shown?.number == null
        ? null
        : { number: shown.number, url: shown.url, state: shown.status, expiresAt: limaInstant(shown.expiresAt) },
    paymentPageUrl: `${input.publicUrl.replace(/\/$/, '')}/pay/${details.pageToken}`,
    returnUrl: details.returnUrl,
    expiresAt: limaInstant(payment.expiresAt),
    paidAt: payment.paidAt && limaInstant(payment.paidAt),
    late: payment.late,
    inReview: inReview(payment),
    failure: payment.failure && { ...payment.failure },
    receipts: payment.receipts.map((receipt) => ({
      id: receipt.id ?? '',
      cip: numbers.get(receipt.cipId) ?? null,
      amount: formatAmount(receipt.amountMinor),
      currency: receipt.currency,
      paidAt: receipt.paidAt && limaInstant(receipt.paidAt),
      operationNumber: receipt.operationNumber,
      reversedAt: receipt.reversedAt && limaInstant(receipt.reversedAt),
      counts: receipt.counts,
    })),
    refundedAmount: formatAmount(refundedMinor(payment)),
    refunds: payment.refunds.map((refund) => ({
      id: refund.id,
      receipt: refund.receiptId,
      amount: formatAmount(refund.amountMinor),
      currency: refund.currency,
      channel: refund.channel,
      state: refund.state,
      creditNote: refund.creditNote,
      requestedAt: limaInstant(refund.requestedAt),
      settledAt: refund.settledAt && limaInstant(refund.settledAt),
    })),
    stock: payment.stock,
    items: details.items.map((item) => ({
      sku: item.sku,
      name: item.name,
      quantity: item.quantity,
      unitPrice: item.unitPriceMinor === null ? null : formatAmount(item.unitPriceMinor),
    })),
    customer: details.customer,
    metadata: details.metadata,
    createdAt: limaInstant(payment.createdAt),
    updatedAt: limaInstant(details.updatedAt),
  };
}

/** Money of this payment is on somebody's desk. */
export function inReview(payment: PaymentRecord): boolean {
  return [...payment.cases.values()].includes('open');
}
