import { ApiProperty } from '@nestjs/swagger';
import type {
  CipStatus,
  PaymentState,
  PaymentView,
  ReceiptCounts,
  RefundChannel,
  RefundState,
  StockState,
} from '#payments';
import { CURRENCIES, PAYMENT_STATES, REFUND_CHANNELS, REFUND_STATES } from '#payments';
import { DOCUMENT_TYPES } from './document-types.js';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const CIP_STATES: Record<CipStatus, true> = {
  requested: true,
  pending: true,
  expired: true,
  removed: true,
  paid: true,
  lost: true,
  refused: true,
};
const STOCK_STATES: Record<StockState, true> = { none: true, held: true, committed: true, released: true };
const COUNTS: Record<ReceiptCounts, true> = { applied: true, surplus: true, disputed: true };

/** Shapes for the documentation; each implements a part of the view, so that the two cannot part. */
export class CipAnswer {
  @ApiProperty({ example: '213803274', description: 'The code that the shopper pays with.' })
  number: string;

  @ApiProperty({ type: String, nullable: true, example: 'https://payment.pagoefectivo.pe/AB803C1C.html' })
  url: string | null;

  @ApiProperty({ enum: Object.keys(CIP_STATES) })
  state: CipStatus;

  @ApiProperty(INSTANT)
  expiresAt: string;
}

export class ReceiptAnswer {
  @ApiProperty({ example: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9', description: 'What a refund points at.' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: '213803274' })
  cip: string | null;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  paidAt: string | null;

  @ApiProperty({ example: '0012345', description: 'Of the bank or agent; empty where PagoEfectivo names none.' })
  operationNumber: string;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  reversedAt: string | null;

  @ApiProperty({
    enum: Object.keys(COUNTS),
    description: '`applied` pays the order, `surplus` came on top of it, `disputed` is of another amount.',
  })
  counts: ReceiptCounts;
}

export class RefundSummaryAnswer {
  @ApiProperty({ example: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h', description: 'See `GET /v1/refunds/{id}`.' })
  id: string;

  @ApiProperty({ example: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9' })
  receipt: string;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ enum: REFUND_CHANNELS })
  channel: RefundChannel;

  @ApiProperty({ enum: REFUND_STATES })
  state: RefundState;

  @ApiProperty({ type: String, nullable: true, example: 'FC01-00000017' })
  creditNote: string | null;

  @ApiProperty(INSTANT)
  requestedAt: string;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  settledAt: string | null;
}

export class ItemAnswer {
  @ApiProperty({ example: 'POLO-M' })
  sku: string;

  @ApiProperty({ type: String, nullable: true, example: 'Polo M' })
  name: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  @ApiProperty({ type: String, nullable: true, example: '64.95' })
  unitPrice: string | null;
}

export class FailureAnswer {
  @ApiProperty({ example: '511' })
  code: string;

  @ApiProperty({ example: 'El monto excede el máximo permitido.' })
  message: string;
}

export class CustomerAnswer {
  @ApiProperty({ format: 'email', example: 'rosa@example.pe' })
  email: string;

  @ApiProperty({ required: false, example: 'Rosa' })
  firstName?: string;

  @ApiProperty({ required: false, example: 'Quispe' })
  lastName?: string;

  @ApiProperty({ required: false, example: '+51987654321' })
  phone?: string;

  @ApiProperty({ required: false, enum: DOCUMENT_TYPES, example: 'DNI' })
  documentType?: string;

  @ApiProperty({ required: false, example: '40226700' })
  documentNumber?: string;
}

/** A payment as every answer and every event shows it. */
export class PaymentAnswer implements PaymentView {
  @ApiProperty({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: ['payment'] })
  object: 'payment';

  @ApiProperty({ example: false, description: 'Whether real money moves.' })
  livemode: boolean;

  @ApiProperty({ example: 'A-1001' })
  orderId: string;

  @ApiProperty({
    enum: PAYMENT_STATES,
    description:
      'Awaiting payment: `created`, `pending`, `expiring`. Paid: `paid`. Closed: `expired`, `cancelled`, `failed`, `refunded`, `reversed`.',
  })
  state: PaymentState;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ type: String, nullable: true, example: '2 polos' })
  description: string | null;

  @ApiProperty({ type: CipAnswer, nullable: true })
  cip: CipAnswer | null;

  @ApiProperty({
    format: 'uri',
    example: 'https://pay.shop.example/pay/06c9x2v4k8m0q1r3s5t7w9y0z2Zk1uQ2h5c2lhbmdwYXlwYW',
    description: 'Send the shopper here.',
  })
  paymentPageUrl: string;

  @ApiProperty({ type: String, nullable: true, format: 'uri', example: 'https://shop.example/thanks' })
  returnUrl: string | null;

  @ApiProperty(INSTANT)
  expiresAt: string;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  paidAt: string | null;

  @ApiProperty({ example: false, description: 'Money came after the payment was closed.' })
  late: boolean;

  @ApiProperty({ example: false, description: 'A case about this payment is open: see `GET /v1/cases`.' })
  inReview: boolean;

  @ApiProperty({ type: FailureAnswer, nullable: true, description: 'Why a `failed` payment failed.' })
  failure: FailureAnswer | null;

  @ApiProperty({ type: [ReceiptAnswer], description: 'Money that PagoEfectivo took.' })
  receipts: ReceiptAnswer[];

  @ApiProperty({ example: '0.00', description: 'What of the payment’s currency went back: refunds that are `done`.' })
  refundedAmount: string;

  @ApiProperty({ type: [RefundSummaryAnswer], description: 'Every refund that was asked for.' })
  refunds: RefundSummaryAnswer[];

  @ApiProperty({ enum: Object.keys(STOCK_STATES) })
  stock: StockState;

  @ApiProperty({ type: [ItemAnswer] })
  items: ItemAnswer[];

  @ApiProperty({ type: CustomerAnswer })
  customer: CustomerAnswer;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { channel: 'web' } })
  metadata: Readonly<Record<string, string>>;

  @ApiProperty(INSTANT)
  createdAt: string;

  @ApiProperty(INSTANT)
  updatedAt: string;
}

export class PaymentPageAnswer {
  @ApiProperty({ type: [PaymentAnswer], description: 'Latest first.' })
  data: PaymentAnswer[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Ask with `cursor` for what follows; null on the last page.',
  })
  nextCursor: string | null;
}

export class TimelineEntryAnswer {
  @ApiProperty(INSTANT)
  at: string;

  @ApiProperty({ enum: ['history', 'notification', 'gateway_call', 'event', 'delivery'] })
  kind: string;

  @ApiProperty({ example: 'cip_created' })
  what: string;

  @ApiProperty({ example: 'gateway', description: 'Who did it.' })
  actor: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
}

export class TimelineAnswer {
  @ApiProperty({ type: [TimelineEntryAnswer], description: 'In the order in which it happened.' })
  data: TimelineEntryAnswer[];
}
