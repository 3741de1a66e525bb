import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CaseKind, CaseOutcome, Resolution } from '#payments';
import { CASE_KINDS, CURRENCIES, EVENT_TYPES, RESOLUTIONS } from '#payments';
import { CASE_OUTCOMES } from '../cases/case.answer.js';
import { PaymentAnswer } from '../payments/payment.answer.js';

/** Shapes of events, for the documentation: events are frozen text when they get here. */
export class EventCaseAnswer {
  @ApiProperty({ example: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: CASE_KINDS })
  kind: CaseKind;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T19:02:11-05:00',
    description: 'With `order.review_required`: until when somebody should have judged it.',
  })
  dueAt?: string;

  @ApiPropertyOptional({
    enum: RESOLUTIONS,
    isArray: true,
    description: 'With `order.review_required`: what `POST /v1/cases/{id}/resolve` takes.',
  })
  resolutions?: Resolution[];

  @ApiPropertyOptional({ enum: CASE_OUTCOMES, example: 'accept', description: 'With `order.review_resolved`.' })
  resolution?: CaseOutcome;

  @ApiPropertyOptional({ example: 'Stock found, shipping today.', description: 'With `order.review_resolved`.' })
  reason?: string;

  @ApiPropertyOptional({ type: [String], description: 'With `order.review_resolved`: refunds that were asked for.' })
  refundIds?: string[];
}

export class EventRefundAnswer {
  @ApiProperty({ example: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h' })
  id: string;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ example: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9' })
  receipt: string;

  @ApiProperty({ type: String, nullable: true, example: 'FC01-00000017' })
  creditNote: string | null;

  @ApiProperty({ example: false, description: 'Something of the receipt has not gone back.' })
  partial: boolean;
}

export class EventDataAnswer {
  @ApiProperty({ type: PaymentAnswer, description: 'The payment as it was when the event was written.' })
  payment: PaymentAnswer;

  @ApiProperty({ example: false })
  stockReleased: boolean;

  @ApiPropertyOptional({
    type: EventCaseAnswer,
    description: 'With `order.review_required` and `order.review_resolved`.',
  })
  case?: EventCaseAnswer;

  @ApiPropertyOptional({ type: EventRefundAnswer, description: 'With `order.refunded`.' })
  refund?: EventRefundAnswer;
}

export class EventAnswer {
  @ApiProperty({
    example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2',
    description: 'The same in every delivery: act on it once.',
  })
  id: string;

  @ApiProperty({
    enum: EVENT_TYPES,
    description: '`order.paid` is created at most once per order in its life and means: ship.',
  })
  type: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T18:30:00-05:00' })
  timestamp: string;

  @ApiProperty({ example: false })
  livemode: boolean;

  @ApiProperty({ type: 'integer', example: 2, description: 'Counts the events of one payment.' })
  sequence: number;

  @ApiProperty({ type: EventDataAnswer })
  data: EventDataAnswer;
}

export class EventPageAnswer {
  @ApiProperty({ type: [EventAnswer], description: 'In the order of the feed.' })
  data: EventAnswer[];

  @ApiProperty({ description: 'Ask with `after` for what follows; also on an empty page.' })
  nextCursor: string;

  @ApiProperty({ description: 'Whether asking again at once finds more.' })
  hasMore: boolean;

  @ApiProperty({
    example: 'P13M',
    description:
      'How far back the feed reaches at least, as an ISO 8601 duration. A cursor from before that is refused with `cursor_expired`.',
  })
  retention: string;
}
