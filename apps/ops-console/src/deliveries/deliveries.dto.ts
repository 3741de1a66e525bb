import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { DELIVERY_STATUSES, type DeliveryStatus } from '#payments';
import { PageQuery } from '../page.dto.js';

export class DeliveriesQuery extends PageQuery {
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  paymentId?: string;
}

export class ResolveDeliveryDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason: string;
}
