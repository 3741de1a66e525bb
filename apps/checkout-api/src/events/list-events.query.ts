import { ApiHideProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { EVENT_TYPES } from '#payments';
import { MAX_CURSOR_LENGTH } from '../requests/page.query.js';
import { IsInstant } from '../requests/field.rules.js';
import { Text } from '../requests/text.rules.js';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 500;
/** Below the 60 s after which the usual load balancers cut an idle connection. */
const MAX_WAIT_SECONDS = 50;

export class ListEventsQuery {
  @ApiPropertyOptional({ description: '`nextCursor` of the page before; absent from the beginning.' })
  @IsOptional()
  @Text({ max: MAX_CURSOR_LENGTH })
  after?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_PAGE,
    default: DEFAULT_PAGE,
    description: 'Events per page.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '$property must be a whole number.' })
  @Min(1, { message: `$property must be 1 to ${MAX_PAGE}.` })
  @Max(MAX_PAGE, { message: `$property must be 1 to ${MAX_PAGE}.` })
  limit: number = DEFAULT_PAGE;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    example: '2026-11-22T00:00:00-05:00',
    description: 'Only events written at this instant or later.',
  })
  @IsOptional()
  @IsInstant()
  since?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    example: '2026-11-23T00:00:00-05:00',
    description: 'Only events written before this instant.',
  })
  @IsOptional()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    default: 0,
    description:
      'Seconds to wait where there is nothing yet: the answer comes with the next event, or empty at the end. Counts as one request.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '$property must be a whole number of seconds.' })
  @Min(0, { message: `$property must be 0 to ${MAX_WAIT_SECONDS} seconds.` })
  @Max(MAX_WAIT_SECONDS, { message: `$property must be 0 to ${MAX_WAIT_SECONDS} seconds.` })
  wait = 0;

  @ApiHideProperty()
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(EVENT_TYPES, { each: true, message: `each value in $property must be one of ${EVENT_TYPES.join(', ')}.` })
  type?: string[];
}
