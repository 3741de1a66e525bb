import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { CASE_KINDS, type CaseKind, RESOLUTIONS, type Resolution } from '#payments';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';
import { CASE_KINDS_EXPLAINED, RESOLUTIONS_EXPLAINED } from './case-kinds.js';

export const CASE_STATES = ['open', 'resolved'] as const;

export class ListCasesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CASE_STATES })
  @IsOptional()
  @IsIn(CASE_STATES, { message: `$property must be ${CASE_STATES.join(' or ')}.` })
  state?: (typeof CASE_STATES)[number];

  @ApiPropertyOptional({ enum: CASE_KINDS, description: CASE_KINDS_EXPLAINED })
  @IsOptional()
  @IsIn(CASE_KINDS, { message: `$property must be one of ${CASE_KINDS.join(', ')}.` })
  kind?: CaseKind;

  @ApiPropertyOptional({ type: Boolean, description: '`true`: only open cases past their deadline.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: '$property must be true or false.' })
  overdue?: boolean;
}

export class ResolveCaseRequest {
  @ApiProperty({
    enum: RESOLUTIONS,
    description: `${RESOLUTIONS_EXPLAINED}. The case says in \`resolutions\` which it takes now.`,
  })
  @IsIn(RESOLUTIONS, { message: `$property must be ${RESOLUTIONS.join(', ')}.` })
  resolution: Resolution;

  @ApiProperty({ maxLength: 500, example: 'Stock found, shipping today.' })
  @Text({ max: 500 })
  reason: string;
}
