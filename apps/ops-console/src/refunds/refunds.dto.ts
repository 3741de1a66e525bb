import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import type { BankAccount, RefundChannel, RefundEvidence, RefundState } from '#payments';
import { REFUND_CHANNELS, REFUND_STATES, textEvidence } from '#payments';
import { PageQuery } from '../page.dto.js';

export class RefundsQuery extends PageQuery {
  @IsOptional()
  @IsIn(REFUND_STATES)
  state?: RefundState;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  payment?: string;
}

export class DestinationDto {
  @IsIn(['cci', 'account'])
  type: 'cci' | 'account';

  @IsOptional()
  @IsString()
  bank?: string;

  @IsString()
  number: string;

  @IsString()
  holder: string;

  @IsOptional()
  @IsString()
  documentType?: string;

  @IsOptional()
  @IsString()
  documentNumber?: string;
}

export class RequestRefundDto {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  receipt?: string;

  /** Decimal string; absent for all that is left. */
  @IsOptional()
  @IsString()
  amount?: string;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  reason: string;

  @IsOptional()
  @IsIn(REFUND_CHANNELS)
  channel?: RefundChannel;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DestinationDto)
  destination?: DestinationDto;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  creditNote?: string;

  @IsOptional()
  @IsBoolean()
  approve?: boolean;
}

export class DescribeRefundDto {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DestinationDto)
  destination?: DestinationDto;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  creditNote?: string;
}

export class EndRefundDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  reason: string;
}

export class SentRefundDto {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  bankReference?: string;
}

export class EvidenceDto {
  @IsString()
  name: string;

  @IsString()
  mediaType: string;

  /** Base64 of up to 1 MB. */
  @IsBase64()
  content: string;
}

export class DoneRefundDto extends SentRefundDto {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => EvidenceDto)
  evidence?: EvidenceDto[] | null;

  /** Evidence in words: where the slip is. */
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  note?: string | null;
}

export function toBankAccount(destination: DestinationDto): BankAccount {
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

export function toEvidence({ evidence, note }: DoneRefundDto): RefundEvidence[] {
  const slips = (evidence ?? []).map(({ name, mediaType, content }) => ({
    name,
    mediaType,
    content: Buffer.from(content, 'base64'),
  }));
  return [...slips, ...(note == null ? [] : [textEvidence(note)])];
}
