import { ApiProperty } from '@nestjs/swagger';
import type { CaseKind, CaseView } from '#payments';
import { CASE_KINDS, CASE_KINDS_EXPLAINED } from './case-kinds.js';
import { CASE_STATES } from './case.requests.js';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_TEXT = { type: String, nullable: true } as const;

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

  @ApiProperty({ type: 'object', additionalProperties: true, example: { closedAs: 'expired' } })
  details: Record<string, unknown>;

  @ApiProperty(INSTANT)
  openedAt: string;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Who looks after it.' })
  owner: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'accept' })
  resolution: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'Stock found, shipping today.' })
  reason: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  resolvedBy: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, ...INSTANT })
  resolvedAt: string | null;
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
