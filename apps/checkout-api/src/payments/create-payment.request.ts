import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '#payments';
import type { Currency } from '#payments';
import { IsAmount, IsInstant, IsWebUrl, Rule } from '../requests/field.rules.js';
import { Text } from '../requests/text.rules.js';
import { DOCUMENT_TYPES } from './document-types.js';
import { isMetadata, METADATA_SENTENCE } from './metadata.rule.js';

export class CustomerRequest {
  @ApiProperty({
    format: 'email',
    maxLength: 100,
    example: 'rosa@example.pe',
    description: 'PagoEfectivo writes to it.',
  })
  @IsEmail(
    { allow_utf8_local_part: false },
    { message: '$property must be an e-mail address that can receive the payment code, such as "rosa@example.pe".' },
  )
  @MaxLength(100, { message: '$property must have at most 100 characters.' })
  email: string;

  @ApiPropertyOptional({ maxLength: 100, example: 'Rosa' })
  @IsOptional()
  @Text({ max: 100 })
  firstName?: string;

  @ApiPropertyOptional({ maxLength: 100, example: 'Quispe' })
  @IsOptional()
  @Text({ max: 100 })
  lastName?: string;

  @ApiPropertyOptional({ pattern: '^\\+?\\d{6,15}$', example: '+51987654321' })
  @IsOptional()
  @Matches(/^\+?\d{6,15}$/, {
    message: '$property must be 6 to 15 digits with an optional + before them, such as "+51987654321".',
  })
  phone?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_TYPES, example: 'DNI' })
  @IsOptional()
  @IsIn(DOCUMENT_TYPES, { message: `$property must be one of ${DOCUMENT_TYPES.join(', ')}.` })
  documentType?: string;

  @ApiPropertyOptional({ pattern: '^[0-9A-Za-z-]{1,14}$', example: '40226700' })
  @IsOptional()
  @Matches(/^[0-9A-Za-z-]{1,14}$/, { message: '$property must be 1 to 14 letters, digits or hyphens.' })
  documentNumber?: string;
}

export class ItemRequest {
  @ApiProperty({ maxLength: 64, example: 'POLO-M' })
  @Text({ max: 64 })
  sku: string;

  @ApiPropertyOptional({ maxLength: 200, example: 'Polo M' })
  @IsOptional()
  @Text({ max: 200 })
  name?: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100_000, example: 2 })
  @IsInt({ message: '$property must be a whole number.' })
  @Min(1, { message: '$property must be 1 to 100000.' })
  @Max(100_000, { message: '$property must be 1 to 100000.' })
  quantity: number;

  @ApiPropertyOptional({ example: '64.95', description: 'Price of one. The sum of lines need not equal the amount.' })
  @IsOptional()
  @IsAmount({ above: 'nothing' })
  unitPrice?: string;
}

/** `POST /v1/payments` as a storefront sends it. Which instants `expiresAt` may name is judged when a payment is opened. */
export class CreatePaymentRequest {
  @ApiProperty({ maxLength: 64, example: 'A-1001', description: 'Your reference. One open payment per order.' })
  @Text({ max: 64 })
  @Rule({
    name: 'isPlainReference',
    code: 'wrong_format',
    // Its beginning becomes PagoEfectivo's alphanumeric merchant reference (pagoefectivo-api.md §3, transactionCode).
    message: '$property must not hold emoji: it becomes the reference that PagoEfectivo shows.',
    test: (value) => typeof value !== 'string' || !/[\u{10000}-\u{10FFFF}]/u.test(value),
  })
  orderId: string;

  @ApiProperty({ example: '129.90', description: 'Decimal string with two decimals.' })
  @IsAmount({ above: 'zero' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES, example: 'PEN' })
  @IsIn(CURRENCIES, { message: `$property must be ${CURRENCIES.join(' or ')}.` })
  currency: Currency;

  @ApiPropertyOptional({ maxLength: 200, example: '2 polos', description: 'What the shopper reads at the bank.' })
  @IsOptional()
  @Text({ max: 200 })
  description?: string;

  @ApiProperty({ type: CustomerRequest })
  @IsObject({ message: '$property must be an object with at least an email.' })
  @ValidateNested()
  @Type(() => CustomerRequest)
  customer: CustomerRequest;

  @ApiPropertyOptional({
    type: [ItemRequest],
    maxItems: 100,
    description: 'Held in stock until the payment is paid or closed.',
  })
  @IsOptional()
  @IsArray({ message: '$property must be a list.' })
  @ArrayMaxSize(100, { message: '$property must have at most 100 entries.' })
  @IsObject({ each: true, message: 'each value in $property must be an object with sku and quantity.' })
  @ValidateNested({ each: true })
  @Type(() => ItemRequest)
  items?: ItemRequest[];

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-23T18:30:00-05:00',
    description: 'Until when it can be paid: ISO 8601 with an offset, 10 minutes to 6 months from now. Default 24 h.',
  })
  @IsOptional()
  @IsInstant()
  expiresAt?: string;

  @ApiPropertyOptional({
    format: 'uri',
    maxLength: 2048,
    example: 'https://shop.example/thanks',
    description: 'Where the payment page leads back to.',
  })
  @IsOptional()
  @IsWebUrl()
  @Text({ max: 2048 })
  returnUrl?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 500 },
    maxProperties: 20,
    example: { channel: 'web' },
    description: 'Yours: comes back in every answer and event.',
  })
  @IsOptional()
  @Rule({ name: 'isMetadata', code: 'wrong_format', message: METADATA_SENTENCE, test: isMetadata })
  metadata?: Record<string, string>;
}
