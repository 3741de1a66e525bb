import { ApiProperty } from '@nestjs/swagger';
import type { CaseKind, CaseOutcome, CaseView, Resolution } from '#payments';
import { CASE_KINDS, RESOLUTIONS } from '#payments';
import { CASE_KINDS_EXPLAINED, RESOLUTIONS_EXPLAINED } from './case-kinds.js';
import { CASE_STATES } from './case.requests.js';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_TEXT = { type: String, nullable: true } as const;

/** Answers, and what evidence says by itself. */
export const CASE_OUTCOMES = Object.keys({
  accept: true,
  refund: true,
  close: true,
  confirmed: true,
  superseded: true,
} satisfies Record<CaseOutcome, true>) as CaseOutcome[];

export class CaseAnswer {
  @ApiProperty({ example: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: ['case'] })
  object: 'case';

  @ApiProperty({ enum: CASE_KINDS, description: CASE_KINDS_EXPLAINED })
  kind: CaseKind;

  @ApiProperty({ enum: CASE_STATES })
  state: (typeof CASE_STATES)[number];

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  paymentId: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'A-1001' })
  orderId: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'The money that it is about.' })
  receiptId: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'The notification that told of it.' })
  notificationId: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { closedAs: 'expired' } })
  details: Record<string, unknown>;

  @ApiProperty(INSTANT)
  openedAt: string;

  @ApiProperty({ ...INSTANT, description: 'Until when somebody should have judged it.' })
  dueAt: string;

  @ApiProperty({ description: 'Still open after that.' })
  overdue: boolean;

  @ApiProperty({ ...OPTIONAL_TEXT, description: "Why the shop's policy could not be applied." })
  note: string | null;

  @ApiProperty({
    enum: RESOLUTIONS,
    isArray: true,
    description: `What may be answered now. ${RESOLUTIONS_EXPLAINED}. None once it is resolved.`,
  })
  resolutions: Resolution[];

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Who looks after it.' })
  owner: string | null;

  @ApiProperty({
    type: String,
    enum: CASE_OUTCOMES,
    nullable: true,
    example: 'accept',
    description:
      'How it ended: by an answer, or by evidence of PagoEfectivo that confirmed (`confirmed`) or replaced (`superseded`) it.',
  })
  resolution: CaseOutcome | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'Stock found, shipping today.' })
  reason: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  resolvedBy: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, ...INSTANT })
  resolvedAt: string | null;

  @ApiProperty({ type: [String], description: 'Refunds that resolving it asked for.' })
  refundIds: string[];
}

export class CasePageAnswer {
  @ApiProperty({ type: [CaseAnswer], description: 'Latest first.' })
  data: CaseAnswer[];

  @ApiProperty({ ...OPTIONAL_TEXT })
  nextCursor: string | null;
}

/** A case as its shop sees it: whose it is goes without saying. */
export function toCaseAnswer({ shopId: _shopId, id, ...view }: CaseView): CaseAnswer {
  return { id, object: 'case', ...view };
}
