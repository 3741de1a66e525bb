import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Text } from './text.rules.js';

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;
export const MAX_CURSOR_LENGTH = 500;

/** What every paged list takes. */
export class PageQuery {
  @ApiPropertyOptional({ description: '`nextCursor` of the page before.' })
  @IsOptional()
  @Text({ max: MAX_CURSOR_LENGTH })
  cursor?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_PAGE,
    default: DEFAULT_PAGE,
    description: 'Entries per page.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '$property must be a whole number.' })
  @Min(1, { message: `$property must be 1 to ${MAX_PAGE}.` })
  @Max(MAX_PAGE, { message: `$property must be 1 to ${MAX_PAGE}.` })
  limit: number = DEFAULT_PAGE;
}
