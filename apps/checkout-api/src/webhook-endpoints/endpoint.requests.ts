import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import type { EndpointFields } from '#payments';
import { DELIVERY_STATUSES, EVENT_TYPES } from '#payments';
import { IsWebUrl } from '../requests/field.rules.js';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';

const TYPES_LIMIT = 50;
const ONE_OF = `each value in $property must be one of ${EVENT_TYPES.join(', ')}.`;

class EndpointOptions {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500, example: 'ERP' })
  @IsOptional()
  @Text({ max: 500 })
  description?: string | null;

  @ApiPropertyOptional({ enum: EVENT_TYPES, isArray: true, description: 'Types wanted; empty for all.' })
  @IsOptional()
  @IsArray({ message: '$property must be a list.' })
  @ArrayMaxSize(TYPES_LIMIT, { message: `$property must have at most ${TYPES_LIMIT} entries.` })
  @IsIn(EVENT_TYPES, { each: true, message: ONE_OF })
  types?: string[];

  @ApiPropertyOptional({
    example: true,
    description: 'Created enabled. A disabled endpoint gathers events and gets them when enabled.',
  })
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false.' })
  enabled?: boolean;
}

export class CreateEndpointRequest extends EndpointOptions {
  @ApiProperty({ format: 'uri', maxLength: 2048, example: 'https://erp.example/chasqui' })
  @IsWebUrl()
  @Text({ max: 2048 })
  url: string;
}

export class UpdateEndpointRequest extends EndpointOptions {
  @ApiPropertyOptional({ format: 'uri', maxLength: 2048, example: 'https://erp.example/chasqui' })
  @IsOptional()
  @IsWebUrl()
  @Text({ max: 2048 })
  url?: string;
}

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES, { message: `$property must be one of ${DELIVERY_STATUSES.join(', ')}.` })
  status?: (typeof DELIVERY_STATUSES)[number];
}

/** What was said, without what was not: an absent field stays as it is, a null description is taken away. */
export function toEndpointFields(request: UpdateEndpointRequest): EndpointFields {
  return {
    ...(request.url == null ? {} : { url: request.url }),
    ...(request.description === undefined ? {} : { description: request.description }),
    ...(request.types == null ? {} : { types: request.types }),
    ...(request.enabled == null ? {} : { enabled: request.enabled }),
  };
}
