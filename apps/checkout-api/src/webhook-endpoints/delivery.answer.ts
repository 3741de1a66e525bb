import { ApiProperty } from '@nestjs/swagger';
import type { DeliveryDetails, DeliverySummary } from '#payments';
import { DELIVERY_STATUSES, EVENT_TYPES, limaInstant } from '#payments';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_TEXT = { type: String, nullable: true } as const;
const OPTIONAL_NUMBER = { type: 'integer', nullable: true } as const;

export class DeliveryAnswer {
  @ApiProperty({ example: 'dlv_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: ['delivery'] })
  object: 'delivery';

  @ApiProperty({ example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  eventId: string;

  @ApiProperty({ enum: EVENT_TYPES })
  eventType: string;

  @ApiProperty({ example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  endpointId: string;

  @ApiProperty({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  paymentId: string;

  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: string;

  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;

  @ApiProperty({ ...OPTIONAL_TEXT, ...INSTANT, description: 'When it is sent next.' })
  nextAt: string | null;

  @ApiProperty({ ...OPTIONAL_NUMBER, example: 503, description: 'HTTP status of the last attempt.' })
  lastStatus: number | null;

  @ApiProperty(OPTIONAL_TEXT)
  lastError: string | null;

  @ApiProperty(INSTANT)
  createdAt: string;

  @ApiProperty({ ...OPTIONAL_TEXT, ...INSTANT })
  deliveredAt: string | null;

  @ApiProperty({
    ...OPTIONAL_TEXT,
    ...INSTANT,
    description: 'When a person decided that it need not be sent any more.',
  })
  resolvedAt: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: null })
  resolvedBy: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: null })
  resolvedReason: string | null;
}

export class DeliveryAttemptAnswer {
  @ApiProperty(INSTANT)
  at: string;

  @ApiProperty({ ...OPTIONAL_NUMBER, example: 503, description: 'Null when no answer came.' })
  httpStatus: number | null;

  @ApiProperty({ type: 'integer', example: 84 })
  durationMs: number;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'The first 16 kB of the answer.' })
  response: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Why there was no acknowledgement.' })
  error: string | null;
}

export class DeliveryDetailsAnswer extends DeliveryAnswer {
  @ApiProperty({ description: 'What is sent, byte for byte.', example: '{"id":"evt_06c9x2v4k8m0q1r3s5t7w9y0z2"}' })
  body: string;

  @ApiProperty({ type: [DeliveryAttemptAnswer], description: 'The latest first, at most a hundred.' })
  attemptLog: DeliveryAttemptAnswer[];
}

export class DeliveryPageAnswer {
  @ApiProperty({ type: [DeliveryAnswer], description: 'Latest first.' })
  data: DeliveryAnswer[];

  @ApiProperty(OPTIONAL_TEXT)
  nextCursor: string | null;
}

export class RedeliveredAnswer {
  @ApiProperty({ type: 'integer', example: 12, description: 'Deliveries that are due again.' })
  count: number;
}

export function toDeliveryAnswer(delivery: DeliverySummary): DeliveryAnswer {
  return {
    id: delivery.id,
    object: 'delivery',
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    endpointId: delivery.endpointId,
    paymentId: delivery.paymentId,
    status: delivery.status,
    attempts: delivery.attempts,
    nextAt: delivery.nextAt && limaInstant(delivery.nextAt),
    lastStatus: delivery.lastStatus,
    lastError: delivery.lastError,
    createdAt: limaInstant(delivery.createdAt),
    deliveredAt: delivery.deliveredAt && limaInstant(delivery.deliveredAt),
    resolvedAt: delivery.resolvedAt && limaInstant(delivery.resolvedAt),
    resolvedBy: delivery.resolvedBy,
    resolvedReason: delivery.resolvedReason,
  };
}

export function toDeliveryDetailsAnswer({ body, attemptLog, ...delivery }: DeliveryDetails): DeliveryDetailsAnswer {
  const attempts = attemptLog.map(({ at, ...attempt }) => ({ at: limaInstant(at), ...attempt }));
  return { ...toDeliveryAnswer(delivery), body, attemptLog: attempts };
}
