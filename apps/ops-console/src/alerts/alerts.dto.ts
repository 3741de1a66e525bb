import { IsIn, IsOptional } from 'class-validator';
import { ALERT_STATES, type AlertState } from '#payments';
import { PageQuery } from '../page.dto.js';

const STATES = [...ALERT_STATES, 'uncleared'] as const;

export class AlertsQuery extends PageQuery {
  /** `uncleared`: open or acknowledged. */
  @IsOptional()
  @IsIn(STATES)
  state?: AlertState | 'uncleared';
}
