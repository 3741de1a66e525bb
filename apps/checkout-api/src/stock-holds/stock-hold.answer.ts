import { ApiProperty } from '@nestjs/swagger';

export const HOLD_STATES = ['held', 'committed', 'released'] as const;
const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;

export class StockHoldAnswer {
  @ApiProperty({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  paymentId: string;

  @ApiProperty({ example: 'A-1001' })
  orderId: string;

  @ApiProperty({ example: 'POLO-M' })
  sku: string;

  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  @ApiProperty({
    enum: HOLD_STATES,
    description: '`held` while the payment may still be paid, `committed` by money, `released` by closing.',
  })
  state: (typeof HOLD_STATES)[number];

  @ApiProperty(INSTANT)
  heldAt: string;

  @ApiProperty({ type: String, nullable: true, ...INSTANT, description: 'When it was committed or released.' })
  settledAt: string | null;
}

export class StockHoldPageAnswer {
  @ApiProperty({ type: [StockHoldAnswer], description: 'Of the latest payment first.' })
  data: StockHoldAnswer[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
