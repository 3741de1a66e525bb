import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DeliverySummary, EndpointTest, WebhookEndpoint } from '#payments';
import { DELIVERY_STATUSES, EVENT_TYPES, limaInstant } from '#payments';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_TEXT = { type: String, nullable: true } as const;
const OPTIONAL_NUMBER = { type: 'integer', nullable: true } as const;

export class EndpointAnswer {
  @ApiProperty({ example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: ['webhook_endpoint'] })
  object: 'webhook_endpoint';

  @ApiProperty({ example: false })
  livemode: boolean;

  @ApiProperty({ format: 'uri', example: 'https://erp.example/chasqui' })
  url: string;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'ERP' })
  description: string | null;

  @ApiProperty({ enum: EVENT_TYPES, isArray: true, description: 'Empty for all.' })
  types: readonly string[];

  @ApiProperty({ example: true })
  enabled: boolean;

  @ApiProperty({ ...OPTIONAL_TEXT, example: null, description: '`gone` after the endpoint answered 410.' })
  disabledReason: string | null;

  @ApiProperty({
    ...OPTIONAL_TEXT,
    ...INSTANT,
    description: 'Until when messages are signed with the secret before the last rotation too.',
  })
  previousSecretUntil: string | null;

  @ApiProperty(INSTANT)
  createdAt: string;

  @ApiProperty(INSTANT)
  updatedAt: string;

  @ApiPropertyOptional({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    description: 'Standard Webhooks secret. Shown when it is made, and never again.',
  })
  secret?: string;
}

export class EndpointListAnswer {
  @ApiProperty({ type: [EndpointAnswer] })
  data: EndpointAnswer[];

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Always null: a shop has few endpoints.' })
  nextCursor: null;
}

export class EndpointTestAnswer {
  @ApiProperty({ example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  eventId: string;

  @ApiProperty({ description: 'Whether the endpoint answered 2xx.' })
  acknowledged: boolean;

  @ApiProperty({ ...OPTIONAL_NUMBER, example: 200 })
  httpStatus: number | null;

  @ApiProperty({ type: 'integer', example: 84 })
  durationMs: number;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'The first 16 kB of the answer.' })
  response: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Why there was no acknowledgement.' })
  error: string | null;
}

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
}

export class DeliveryPageAnswer {
  @ApiProperty({ type: [DeliveryAnswer], description: 'Latest first.' })
  data: DeliveryAnswer[];

  @ApiProperty(OPTIONAL_TEXT)
  nextCursor: string | null;
}

export function toEndpointAnswer(endpoint: WebhookEndpoint, secret?: string): EndpointAnswer {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    livemode: endpoint.livemode,
    url: endpoint.url,
    description: endpoint.description,
    types: endpoint.types,
    enabled: endpoint.enabled,
    disabledReason: endpoint.disabledReason,
    previousSecretUntil: endpoint.previousSecretUntil && limaInstant(endpoint.previousSecretUntil),
    createdAt: limaInstant(endpoint.createdAt),
    updatedAt: limaInstant(endpoint.updatedAt),
    ...(secret === undefined ? {} : { secret }),
  };
}

export function toEndpointTestAnswer(test: EndpointTest): EndpointTestAnswer {
  const { eventId, acknowledged, httpStatus, durationMs, response, error } = test;
  return { eventId, acknowledged, httpStatus, durationMs, response, error };
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
  };
}
