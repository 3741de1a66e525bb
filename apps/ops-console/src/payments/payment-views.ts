import type { CaseView, FoundPayment, PaymentCheckReport, PaymentState, PaymentView } from '#payments';
import { formatAmount, inReview, limaInstant, openCommandOf } from '#payments';

/** One line of the list. Instants ISO 8601 at Lima's offset. */
export interface PaymentRow {
  id: string;
  shopId: string;
  livemode: boolean;
  orderId: string;
  state: PaymentState;
  amount: string;
  currency: string;
  cip: string | null;
  late: boolean;
  inReview: boolean;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
}

export function toPaymentRow({ payment, details }: FoundPayment): PaymentRow {
  return {
    id: payment.id,
    shopId: details.shopId,
    livemode: details.livemode,
    orderId: details.orderId,
    state: payment.state,
    amount: formatAmount(payment.amountMinor),
    currency: payment.currency,
    cip: payment.cips.find((cip) => cip.current)?.number ?? null,
    late: payment.late,
    inReview: inReview(payment),
    createdAt: limaInstant(payment.createdAt),
    expiresAt: limaInstant(payment.expiresAt),
    paidAt: payment.paidAt && limaInstant(payment.paidAt),
  };
}

/** Everything that an operator sees of a payment: what the shop sees, and what stands behind it. */
export interface PaymentPage {
  payment: PaymentView;
  shopId: string;
  accountId: string;
  /** Every CIP that was ever asked for, also those that no shopper sees any more. */
  cips: {
    id: string;
    number: string | null;
    transactionCode: string;
    status: string;
    current: boolean;
    createdAt: string;
    expiresAt: string;
    nextSearchAt: string | null;
    announcedAt: string | null;
  }[];
  /** A call to the gateway whose outcome is not known yet. */
  openCommand: { id: string; kind: string; purpose: string; status: string; nextAt: string | null } | null;
  /** Stored and verified, not applied yet. */
  waitingNotifications: number;
  cases: CaseView[];
}

export function toPaymentPage(input: {
  found: FoundPayment;
  view: PaymentView;
  waitingNotifications: number;
  cases: CaseView[];
}): PaymentPage {
  const { payment, details } = input.found;
  const command = openCommandOf(payment);
  return {
    payment: input.view,
    shopId: details.shopId,
    accountId: payment.accountId,
    cips: payment.cips.map((cip) => ({
      id: cip.id,
      number: cip.number,
      transactionCode: cip.transactionCode,
      status: cip.status,
      current: cip.current,
      createdAt: limaInstant(cip.createdAt),
      expiresAt: limaInstant(cip.expiresAt),
      nextSearchAt: cip.pollAt && limaInstant(cip.pollAt),
      announcedAt: cip.announcedAt && limaInstant(cip.announcedAt),
    })),
    openCommand: command
      ? {
          id: command.id,
          kind: command.kind,
          purpose: command.purpose,
          status: command.status,
          nextAt: command.nextAt && limaInstant(command.nextAt),
        }
      : null,
    waitingNotifications: input.waitingNotifications,
    cases: input.cases,
  };
}

/** What a check found, and why the gateway did not answer where it did not. */
export interface CheckView extends PaymentCheckReport {
  gatewayError: string | null;
}

export function toCheckView(report: PaymentCheckReport, lastFailure: string | null): CheckView {
  return { ...report, gatewayError: report.cipsAsked < report.cipsKnown ? lastFailure : null };
}
