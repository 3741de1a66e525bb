import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import type { EndpointFields, SignatureScheme } from '#payments';
import { DELIVERY_STATUSES, ENDPOINT_BOUNDS, EVENT_TYPES, SIGNATURE_SCHEMES } from '#payments';
import { IsInstant, IsWebUrl, Rule } from '../requests/field.rules.js';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';
import { IsPem, IsScheme, IsTypeList, IsWhole, MAX_PEM_LENGTH } from './endpoint.rules.js';

const ONE_OF = `each value in $property must be one of ${EVENT_TYPES.join(', ')}.`;
const MAX_OVERLAP_HOURS = 168;
const MAX_STATISTICS_HOURS = 720;
const DEFAULT_STATISTICS_HOURS = 24;

type Bounds = { readonly min: number; readonly max: number };

class EndpointOptions {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500, example: 'ERP' })
  @IsOptional()
  @Text({ max: 500 })
  description?: string | null;

  @ApiPropertyOptional({ enum: EVENT_TYPES, isArray: true, description: 'Types wanted; empty for all.' })
  @IsOptional()
  @IsTypeList()
  @IsIn(EVENT_TYPES, { each: true, message: ONE_OF })
  types?: string[];

  @ApiPropertyOptional({
    example: true,
    description: 'Created enabled. A disabled endpoint gathers events and gets them when enabled.',
  })
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false.' })
  enabled?: boolean;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { Authorization: 'Bearer erp-token' },
    description:
      'Sent besides ours, at most 20; takes the place of those before, `{}` takes them away. Values are stored sealed and never shown. Headers that frame or sign the message cannot be set.',
  })
  @IsOptional()
  @Rule({
    name: 'isHeaders',
    code: 'wrong_format',
    message: '$property must be a flat object of texts, such as {"Authorization": "Bearer erp-token"}.',
    test: isTexts,
  })
  headers?: Record<string, string>;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_PEM_LENGTH,
    description: 'PEM, shown to the receiver (mutual TLS); given, and taken away with null, together with `clientKey`.',
  })
  @IsOptional()
  @IsPem()
  clientCertificate?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_PEM_LENGTH,
    description: 'PEM without a passphrase. Stored sealed and never shown.',
  })
  @IsOptional()
  @IsPem()
  clientKey?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_PEM_LENGTH,
    description: "PEM: who may have signed the receiver's certificate, instead of the public authorities.",
  })
  @IsOptional()
  @IsPem()
  caCertificate?: string | null;

  @ApiPropertyOptional({
    ...numberOf(ENDPOINT_BOUNDS.connectTimeoutMs),
    default: 3000,
    description: 'Milliseconds for connecting, TLS included.',
  })
  @IsOptional()
  @IsWhole(ENDPOINT_BOUNDS.connectTimeoutMs)
  connectTimeoutMs?: number;

  @ApiPropertyOptional({
    ...numberOf(ENDPOINT_BOUNDS.timeoutMs),
    default: 10000,
    description: 'Milliseconds for the whole attempt.',
  })
  @IsOptional()
  @IsWhole(ENDPOINT_BOUNDS.timeoutMs)
  timeoutMs?: number;

  @ApiPropertyOptional({
    ...numberOf(ENDPOINT_BOUNDS.maxConcurrent),
    default: 4,
    description: 'Messages on their way at a time.',
  })
  @IsOptional()
  @IsWhole(ENDPOINT_BOUNDS.maxConcurrent)
  maxConcurrent?: number;

  @ApiPropertyOptional({
    ...numberOf(ENDPOINT_BOUNDS.ratePerMinute),
    nullable: true,
    description: 'Messages per minute at most; null for no limit.',
  })
  @IsOptional()
  @IsWhole(ENDPOINT_BOUNDS.ratePerMinute)
  ratePerMinute?: number | null;
}

export class CreateEndpointRequest extends EndpointOptions {
  @ApiProperty({ format: 'uri', maxLength: 2048, example: 'https://erp.example/chasqui' })
  @IsWebUrl()
  @Text({ max: 2048 })
  url: string;

  @ApiPropertyOptional({
    enum: SIGNATURE_SCHEMES,
    default: 'hmac-sha256',
    description: '`hmac-sha256`: checked with a secret (`v1`). `ed25519`: checked with a public key (`v1a`).',
  })
  @IsOptional()
  @IsScheme()
  signature?: SignatureScheme;
}

export class UpdateEndpointRequest extends EndpointOptions {
  @ApiPropertyOptional({ format: 'uri', maxLength: 2048, example: 'https://erp.example/chasqui' })
  @IsOptional()
  @IsWebUrl()
  @Text({ max: 2048 })
  url?: string;
}

/** A request without a body keeps the scheme and overlaps for a day. */
export class RotateSecretRequest {
  @ApiPropertyOptional({ enum: SIGNATURE_SCHEMES, description: 'The scheme from now on. Absent: as before.' })
  @IsOptional()
  @IsScheme()
  signature?: SignatureScheme;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_HOURS,
    default: 24,
    description: 'Hours for which messages carry both signatures; 0 for a secret that leaked.',
  })
  @IsOptional()
  @IsWhole({ min: 0, max: MAX_OVERLAP_HOURS })
  overlapHours?: number;
}

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES, { message: `$property must be one of ${DELIVERY_STATUSES.join(', ')}.` })
  status?: (typeof DELIVERY_STATUSES)[number];
}

export class EndpointStatisticsQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_STATISTICS_HOURS,
    default: DEFAULT_STATISTICS_HOURS,
    description: 'Of how many hours up to now.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsWhole({ min: 1, max: MAX_STATISTICS_HOURS })
  hours: number = DEFAULT_STATISTICS_HOURS;
}

/** What is to be sent again; all of it holds together. */
export class RedeliverRequest {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-23T00:00:00-05:00',
    description: 'Written since then.',
  })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-24T00:00:00-05:00', description: 'And before this.' })
  @IsOptional()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2', description: 'Only events of this payment.' })
  @IsOptional()
  @Matches(/^pay_[0-9a-z]{26}$/, { message: '$property must be the id of a payment.' })
  paymentId?: string;

  @ApiPropertyOptional({ enum: EVENT_TYPES, isArray: true, description: 'Only these; absent for all it takes.' })
  @IsOptional()
  @IsTypeList()
  @IsIn(EVENT_TYPES, { each: true, message: ONE_OF })
  types?: string[];

  @ApiPropertyOptional({ example: true, description: 'Only what was given up.' })
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false.' })
  onlyFailed?: boolean;
}

export class ResolveDeliveryRequest {
  @ApiProperty({ maxLength: 500, example: 'Entered into the ERP by hand.', description: 'Kept with the delivery.' })
  @Text({ max: 500 })
  reason: string;
}

/** What was said, without what was not: an absent field stays as it is, null takes away what can be absent. */
export function toEndpointFields(request: UpdateEndpointRequest): EndpointFields {
  const { url, description, types, enabled, headers, ...rest } = request;
  const { clientCertificate, clientKey, caCertificate, connectTimeoutMs, timeoutMs, maxConcurrent, ratePerMinute } =
    rest;
  return {
    ...(url == null ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(types == null ? {} : { types }),
    ...(enabled == null ? {} : { enabled }),
    ...(headers == null ? {} : { headers }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(caCertificate === undefined ? {} : { caCertificate }),
    ...(connectTimeoutMs == null ? {} : { connectTimeoutMs }),
    ...(timeoutMs == null ? {} : { timeoutMs }),
    ...(maxConcurrent == null ? {} : { maxConcurrent }),
    ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
  };
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

function numberOf({ min, max }: Bounds): { type: 'integer'; minimum: number; maximum: number } {
  return { type: 'integer', minimum: min, maximum: max };
}
