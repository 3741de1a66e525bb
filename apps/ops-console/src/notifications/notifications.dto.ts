import { IsIn, IsOptional, Matches } from 'class-validator';
import { NOTIFICATION_LANES, NOTIFICATION_STATUSES, type NotificationLane, type NotificationStatus } from '#payments';
import { PageQuery } from '../page.dto.js';

export class NotificationsQuery extends PageQuery {
  @IsOptional()
  @IsIn(NOTIFICATION_LANES)
  lane?: NotificationLane;

  @IsOptional()
  @IsIn(NOTIFICATION_STATUSES)
  status?: NotificationStatus;

  @IsOptional()
  @Matches(/^\d{1,14}$/, { message: 'cip must be 1 to 14 digits' })
  cip?: string;
}
