import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { PaymentState } from '#payments';
import { PAYMENT_STATES } from '#payments';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';

export class ListPaymentsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'A-1001' })
  @IsOptional()
  @Text({ max: 64 })
  orderId?: string;

  @ApiPropertyOptional({ enum: PAYMENT_STATES, example: 'pending' })
  @IsOptional()
  @IsIn(PAYMENT_STATES, { message: `$property must be one of ${PAYMENT_STATES.join(', ')}.` })
  state?: PaymentState;

  @ApiPropertyOptional({ pattern: '^\\d{1,14}$', example: '213803274', description: 'Any CIP the payment ever had.' })
  @IsOptional()
  @Matches(/^\d{1,14}$/, { message: '$property must be 1 to 14 digits.' })
  cip?: string;
}
