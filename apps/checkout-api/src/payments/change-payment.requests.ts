import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsInstant } from '../requests/field.rules.js';

const DEADLINE = { format: 'date-time', example: '2026-11-24T18:30:00-05:00' } as const;

/** `POST /v1/payments/{id}/extend`. */
export class ExtendPaymentRequest {
  @ApiProperty({
    ...DEADLINE,
    description: 'The new deadline: later than the present one, 10 minutes to 6 months from now.',
  })
  @IsInstant()
  expiresAt: string;
}

/** `POST /v1/payments/{id}/reissue`; a request without a body asks for the usual time. */
export class ReissuePaymentRequest {
  @ApiPropertyOptional({
    ...DEADLINE,
    description: 'Deadline of the new code, 10 minutes to 6 months from now. Absent: the usual time from now.',
  })
  @IsOptional()
  @IsInstant()
  expiresAt?: string;
}
