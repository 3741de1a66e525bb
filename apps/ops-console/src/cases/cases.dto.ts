import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { CASE_KINDS, type CaseKind, RESOLUTIONS, type Resolution } from '#payments';
import { PageQuery } from '../page.dto.js';

const CASE_STATES = ['open', 'resolved'] as const;

export class CasesQuery extends PageQuery {
  @IsOptional()
  @IsIn(CASE_STATES)
  state?: (typeof CASE_STATES)[number];

  @IsOptional()
  @IsIn(CASE_KINDS)
  kind?: CaseKind;

  /** Only open ones past their deadline. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;
}

export class ResolveCaseDto {
  /** Which of them a case takes, it says itself. */
  @IsIn(RESOLUTIONS)
  resolution: Resolution;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  reason: string;
}

export class AssignCaseDto {
  /** E-mail of an operator; null for nobody. */
  @ValidateIf((_, value: unknown) => value !== null)
  @IsString()
  @MaxLength(200)
  owner: string | null;
}
