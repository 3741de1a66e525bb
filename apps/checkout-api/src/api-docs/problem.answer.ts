import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type CaseOutcome, type Resolution, RESOLUTIONS } from '#payments';
import { CASE_OUTCOMES } from '../cases/case.answer.js';
import { PROBLEMS } from '../problems/problem-catalogue.js';

/** Shape of one entry of `errors`, for the documentation. */
export class FieldErrorAnswer {
  @ApiProperty({ example: 'items[0].quantity', description: 'Where, in the notation of the request; or a header.' })
  field: string;

  @ApiProperty({
    example: 'out_of_range',
    description:
      'Stable: `required`, `unknown_field`, `wrong_type`, `wrong_format`, `wrong_length`, `out_of_range`, `not_allowed` and the like.',
  })
  code: string;

  @ApiProperty({ example: 'items[0].quantity must be 1 to 100000.' })
  message: string;
}

/** Shape of every error (RFC 9457), for the documentation. */
export class ProblemAnswer {
  @ApiProperty({ example: 'about:blank' })
  type: string;

  @ApiProperty({ example: 'Invalid request' })
  title: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status: number;

  @ApiProperty({ description: 'What is wrong here and now, and what to do about it.' })
  detail: string;

  @ApiProperty({ enum: Object.keys(PROBLEMS), description: 'Stable; branch on it.' })
  code: string;

  @ApiPropertyOptional({ type: [FieldErrorAnswer], description: 'With `invalid_request`: one entry per field.' })
  errors?: FieldErrorAnswer[];

  @ApiPropertyOptional({ description: 'With `scope_missing`: the scope that the API key lacks.' })
  scope?: string;

  @ApiPropertyOptional({ description: 'The payment that stands in the way, or the one that could not be finished.' })
  paymentId?: string;

  @ApiPropertyOptional({ description: 'With `payment_not_open`: the state of the payment.' })
  state?: string;

  @ApiPropertyOptional({
    enum: RESOLUTIONS,
    isArray: true,
    description: 'With `resolution_not_allowed`: the answers that the case takes now.',
  })
  resolutions?: Resolution[];

  @ApiPropertyOptional({
    enum: CASE_OUTCOMES,
    description: 'With `case_already_resolved`: how the case was resolved.',
  })
  resolution?: CaseOutcome;

  @ApiPropertyOptional({ format: 'date-time', description: 'With `case_already_resolved`: when.' })
  resolvedAt?: string;

  @ApiPropertyOptional({ description: 'With `gateway_rejected`: the code that PagoEfectivo gave.' })
  gatewayCode?: string;

  @ApiPropertyOptional({ description: 'With `gateway_rejected`: the sentence that PagoEfectivo gave.' })
  gatewayMessage?: string;

  @ApiPropertyOptional({ description: 'With `internal_error`: quote it in a report.' })
  requestId?: string;
}
