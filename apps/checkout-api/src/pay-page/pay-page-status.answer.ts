import { ApiProperty } from '@nestjs/swagger';
import type { PayPageState } from './pay-page.state.js';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const STATES: Record<PayPageState, true> = {
  preparing: true,
  waiting: true,
  codeless: true,
  closing: true,
  received: true,
  review: true,
  expired: true,
  cancelled: true,
  failed: true,
  reversed: true,
  refunded: true,
};

export class PayPageStatusAnswer {
  @ApiProperty({ enum: Object.keys(STATES), description: 'What the shopper is told.' })
  state: PayPageState;

  @ApiProperty({ example: 'pIx0mW4tq1Zs', description: 'Another one: the page shows something else.' })
  version: string;

  @ApiProperty(INSTANT)
  expiresAt: string;

  @ApiProperty({ ...INSTANT, description: "The server's time, whatever the clock of the phone says." })
  now: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'When to ask again; null when nothing more happens.' })
  pollAfterMs: number | null;
}
