import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PageQuery } from '../requests/page.query.js';
import { Text } from '../requests/text.rules.js';

export class ListStockHoldsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'POLO-M' })
  @IsOptional()
  @Text({ max: 64 })
  sku?: string;

  @ApiPropertyOptional({ example: 'A-1001' })
  @IsOptional()
  @Text({ max: 64 })
  orderId?: string;
}
