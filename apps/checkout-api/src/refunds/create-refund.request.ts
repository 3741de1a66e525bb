import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import type { BankAccount, RefundChannel } from '#payments';
import { REFUND_CHANNELS } from '#payments';
import { IsAmount } from '../requests/field.rules.js';
import { Text } from '../requests/text.rules.js';

const TYPES = ['cci', 'account'] as const;

export class RefundDestinationRequest {
  @ApiProperty({ enum: TYPES })
  @IsIn(TYPES, { message: '$property must be cci or account.' })
  type: (typeof TYPES)[number];

  @ApiPropertyOptional({ maxLength: 60, example: 'BCP', description: 'Of an account; a CCI names its own.' })
  @IsOptional()
  @Text({ max: 60 })
  bank?: string;

  @ApiProperty({
    maxLength: 30,
    example: '00219100123456789012',
    description: '20 digits of a CCI, or the number of an account.',
  })
  @Text({ max: 30 })
  number: string;

  @ApiProperty({ maxLength: 100, example: 'Rosa Quispe' })
  @Text({ max: 100 })
  holder: string;

  @ApiPropertyOptional({ maxLength: 20, example: 'DNI' })
  @IsOptional()
  @Text({ max: 20 })
  documentType?: string;

  @ApiPropertyOptional({ maxLength: 20, example: '40226700' })
  @IsOptional()
  @Text({ max: 20 })
  documentNumber?: string;
}

/** `POST /v1/payments/{id}/refunds`. */
export class CreateRefundRequest {
  @ApiPropertyOptional({
    maxLength: 40,
    example: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9',
    description: 'Which of `receipts`; may be left out while only one has something left.',
  })
  @IsOptional()
  @Text({ max: 40 })
  receipt?: string;

  @ApiPropertyOptional({
    pattern: '^(0|[1-9]\\d{0,15})\\.\\d{2}$',
    example: '50.00',
    description: 'In the currency of the receipt. Left out: all that is left of it.',
  })
  @IsOptional()
  @IsAmount({ above: 'zero' })
  amount?: string;

  @ApiProperty({ maxLength: 200, example: 'The goods came back.' })
  @Text({ max: 200 })
  reason: string;

  @ApiPropertyOptional({
    enum: REFUND_CHANNELS,
    default: 'manual',
    description: '`manual`: by bank. `api`: by PagoEfectivo, where the contract of the account offers it.',
  })
  @IsOptional()
  @IsIn(REFUND_CHANNELS, { message: '$property must be manual or api.' })
  channel?: RefundChannel;

  @ApiPropertyOptional({
    type: RefundDestinationRequest,
    description: 'For `manual`: where the shopper wants the money. An operator can give it later.',
  })
  @IsOptional()
  @IsObject({ message: '$property must be an object with type, number and holder.' })
  @ValidateNested()
  @Type(() => RefundDestinationRequest)
  destination?: RefundDestinationRequest;

  @ApiPropertyOptional({ maxLength: 40, example: 'FC01-00000017', description: 'Comes back in `order.refunded`.' })
  @IsOptional()
  @Text({ max: 40 })
  creditNote?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'Approves it at once, where the shop’s limit lets a caller approve what it asked for itself. Above the limit it waits as `requested` for an operator.',
  })
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false.' })
  approve?: boolean;
}

export function toBankAccount(destination: RefundDestinationRequest): BankAccount {
  const { type, bank, number, holder, documentType, documentNumber } = destination;
  return {
    type,
    bank: bank ?? null,
    number,
    holder,
    documentType: documentType ?? null,
    documentNumber: documentNumber ?? null,
  };
}
