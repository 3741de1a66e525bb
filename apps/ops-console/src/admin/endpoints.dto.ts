import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import { type EndpointFields, EVENT_TYPES, SIGNATURE_SCHEMES, type SignatureScheme } from '#payments';

const TYPES_LIMIT = 50;
const MAX_OVERLAP_HOURS = 168;
const MAX_STATISTICS_HOURS = 720;
const DEFAULT_STATISTICS_HOURS = 24;

/** Bounds and contents are judged by `checkEndpointFields`, as for shops and the command line. */
class EndpointOptions {
  @IsOptional()
  @IsString()
  description?: string | null;

  /** Empty for all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TYPES_LIMIT)
  @IsIn(EVENT_TYPES, { each: true, message: `each value in $property must be one of ${EVENT_TYPES.join(', ')}.` })
  types?: string[];

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsObject()
  headers?: Record<string, string>;

  @IsOptional()
  @IsString()
  clientCertificate?: string | null;

  @IsOptional()
  @IsString()
  clientKey?: string | null;

  @IsOptional()
  @IsString()
  caCertificate?: string | null;

  @IsOptional()
  @IsInt()
  connectTimeoutMs?: number;

  @IsOptional()
  @IsInt()
  timeoutMs?: number;

  @IsOptional()
  @IsInt()
  maxConcurrent?: number;

  @IsOptional()
  @IsInt()
  ratePerMinute?: number | null;
}

export class CreateEndpointDto extends EndpointOptions {
  @IsString()
  url: string;

  @IsOptional()
  @IsIn(SIGNATURE_SCHEMES)
  signature?: SignatureScheme;
}

export class ChangeEndpointDto extends EndpointOptions {
  @IsOptional()
  @IsString()
  url?: string;
}

export class RotateSecretDto {
  @IsOptional()
  @IsIn(SIGNATURE_SCHEMES)
  signature?: SignatureScheme;

  /** 0 for a secret that leaked. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlapHours?: number;
}

export class StatisticsQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_STATISTICS_HOURS)
  hours: number = DEFAULT_STATISTICS_HOURS;
}

/** What was said, without what was not: an absent field stays as it is, null takes away what can be absent. */
export function toEndpointFields({ url, types, enabled, headers, ...rest }: ChangeEndpointDto): EndpointFields {
  const { connectTimeoutMs, timeoutMs, maxConcurrent, ...nullable } = rest;
  const { description, clientCertificate, clientKey, caCertificate, ratePerMinute } = nullable;
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
