import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { SETTLEMENT_VIEWS, type SettlementView } from '#payments';

export class SettlementQuery {
  /** Slug; the first account when absent. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  account?: string;

  /** Days in Lima, both included; the last 31 when absent. */
  @IsOptional()
  @IsString()
  from?: string;

  @IsOptional()
  @IsString()
  to?: string;
}

export class SettlementTableQuery extends SettlementQuery {
  @IsIn(SETTLEMENT_VIEWS)
  by: SettlementView;
}
