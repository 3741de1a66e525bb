import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CaseKind } from '#payments';
import { CURRENCIES, EVENT_TYPES } from '#payments';
import { CASE_KINDS } from '../cases/case-kinds.js';
import { PaymentAnswer } from '../payments/payment.answer.js';

/** Shapes of events, for the documentation: events are frozen text when they get here. */
export class EventCaseAnswer {
  @ApiProperty({ example: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: CASE_KINDS })
  kind: CaseKind;

  @ApiPropertyOptional({ example: 'accept', description: 'With `order.review_resolved`.' })
  resolution?: string;
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
