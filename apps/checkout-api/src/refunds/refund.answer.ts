import { ApiProperty } from '@nestjs/swagger';
import type { RefundChannel, RefundState, RefundView } from '#payments';
import { CURRENCIES, REFUND_CHANNELS, REFUND_STATES } from '#payments';

const INSTANT = { format: 'date-time', example: '2026-11-25T09:02:41-05:00' } as const;
const ACTOR_MEANING = 'Who: `operator:<email>`, `api_key:<id>`, `cli`.';

export class RefundDestinationAnswer {
  @ApiProperty({ enum: ['account', 'cci'] })
  type: 'account' | 'cci';

  @ApiProperty({ example: '002', description: 'Name of the bank, or its code in front of a CCI.' })
  bank: string;

  @ApiProperty({ example: '9012', description: 'The last digits; the rest is kept encrypted.' })
  ending: string;
}

export class RefundEvidenceAnswer {
  @ApiProperty({ example: 'evd_06ca0e2y5t7r9w1q3s5d7f9g1h' })
  id: string;

  @ApiProperty({ example: 'slip.pdf' })
  name: string;

  @ApiProperty({ example: 'application/pdf' })
  mediaType: string;

  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  sha256: string;

  @ApiProperty({ example: 'operator:ana@shop.example' })
  addedBy: string;

  @ApiProperty(INSTANT)
  addedAt: string;
}

/** A refund as every answer shows it. */
export class RefundAnswer implements RefundView {
  @ApiProperty({ example: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h' })
  id: string;

  @ApiProperty({ enum: ['refund'] })
  object: 'refund';

  @ApiProperty({ example: false })
  livemode: boolean;

  @ApiProperty({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  payment: string;

  @ApiProperty({ example: 'A-1001' })
  orderId: string;

  @ApiProperty({ example: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9' })
  receipt: string;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ example: 'The goods came back.' })
  reason: string;

  @ApiProperty({ enum: REFUND_CHANNELS })
  channel: RefundChannel;

  @ApiProperty({
    enum: REFUND_STATES,
    description:
      '`requested` waits for approval, `approved` for the bank or PagoEfectivo, `sent` for their word. `done`, `bounced` and `rejected` are ends; of the last two the amount can be asked for again.',
  })
  state: RefundState;

  @ApiProperty({ type: RefundDestinationAnswer, nullable: true })
  destination: RefundDestinationAnswer | null;

  @ApiProperty({ type: String, nullable: true, example: 'FC01-00000017' })
  creditNote: string | null;

  @ApiProperty({ example: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2', description: ACTOR_MEANING })
  requestedBy: string;

  @ApiProperty(INSTANT)
  requestedAt: string;

  @ApiProperty({ type: String, nullable: true, example: 'operator:luis@shop.example', description: ACTOR_MEANING })
  approvedBy: string | null;

  @ApiProperty({ example: false, description: 'Approved by whoever asked, within the limit of the shop.' })
  selfApproved: boolean;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  decidedAt: string | null;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  sentAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: '0099123', description: 'The bank’s number of the operation.' })
  bankReference: string | null;

  @ApiProperty({ type: String, nullable: true, ...INSTANT })
  settledAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was rejected or bounced.' })
  endReason: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why nobody knows whether PagoEfectivo paid it; an operator finds out.',
  })
  uncertain: string | null;

  @ApiProperty({ type: [RefundEvidenceAnswer] })
  evidence: RefundEvidenceAnswer[];
}

export class RefundListAnswer {
  @ApiProperty({ type: [RefundAnswer], description: 'Latest first.' })
  data: RefundAnswer[];
}
