import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { CaseKind } from '#payments';
import { PageQuery } from '../page.dto.js';

const CASE_STATES = ['open', 'resolved'] as const;

/** Every kind once: a new one without an entry here does not compile. */
const CASE_KINDS = Object.keys({
  paid_late: true,
  wrong_amount: true,
  paid_twice: true,
  reversed: true,
  unknown_cip: true,
  unconfirmed_close: true,
  settlement_difference: true,
} satisfies Record<CaseKind, true>);

export class CasesQuery extends PageQuery {
  @IsOptional()
  @IsIn(CASE_STATES)
  state?: (typeof CASE_STATES)[number];

  @IsOptional()
  @IsIn(CASE_KINDS)
  kind?: CaseKind;
}

export class ResolveCaseDto {
  /** `accept` makes late money count, so that the order ships; `close` records what a person did about it. */
  @IsIn(['accept', 'close'])
  resolution: 'accept' | 'close';

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  reason: string;
}
