import { ApiHideProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { EVENT_TYPES } from '#payments';
import { MAX_CURSOR_LENGTH } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 500;

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

  @ApiHideProperty()
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(EVENT_TYPES, { each: true, message: `each value in $property must be one of ${EVENT_TYPES.join(', ')}.` })
  type?: string[];
}
