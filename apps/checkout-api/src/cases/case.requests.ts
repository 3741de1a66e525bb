import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { CaseKind } from '#payments';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';
import { CASE_KINDS, CASE_KINDS_EXPLAINED } from './case-kinds.js';

export const CASE_STATES = ['open', 'resolved'] as const;
export const RESOLUTIONS = ['accept', 'close'] as const;

export class ListCasesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CASE_STATES })
  @IsOptional()
  @IsIn(CASE_STATES, { message: `$property must be ${CASE_STATES.join(' or ')}.` })
  state?: (typeof CASE_STATES)[number];

  @ApiPropertyOptional({ enum: CASE_KINDS, description: CASE_KINDS_EXPLAINED })
  @IsOptional()
  @IsIn(CASE_KINDS, { message: `$property must be one of ${CASE_KINDS.join(', ')}.` })
  kind?: CaseKind;
}

export class ResolveCaseRequest {
  @ApiProperty({
    enum: RESOLUTIONS,
    description: '`accept` makes late money count: `order.paid` follows. `close` only records what was done about it.',
  })
  @IsIn(RESOLUTIONS, { message: `$property must be ${RESOLUTIONS.join(' or ')}.` })
  resolution: (typeof RESOLUTIONS)[number];

  @ApiProperty({ maxLength: 500, example: 'Stock found, shipping today.' })
  @Text({ max: 500 })
  reason: string;
}
