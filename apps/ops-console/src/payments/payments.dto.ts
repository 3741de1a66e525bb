import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PAYMENT_STATES, type PaymentState } from '#payments';
import { PageQuery } from '../page.dto.js';

export class PaymentsQuery extends PageQuery {
  /** Payment id, order reference, CIP or transaction code. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @IsOptional()
  @IsIn(PAYMENT_STATES)
  state?: PaymentState;
}
