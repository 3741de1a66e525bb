import { limaInstant } from '../orders/lima-instant.js';
import type { CallCount, GatewayStanding } from './gateway-report.js';

/** A standing as the console's API and the command line show it: instants at Lima's offset. */
export interface GatewayStandingView extends Omit<
  GatewayStanding,
  'openedAt' | 'blockedUntil' | 'oldestDueAt' | 'clockHeardAt'
> {
  readonly openedAt: string | null;
  readonly blockedUntil: string | null;
  readonly oldestDueAt: string | null;
  readonly clockHeardAt: string | null;
  /** Of the last hour. */
  readonly calls: readonly Omit<CallCount, 'accountId'>[];
}

/** @param calls those of all accounts. */
export function toStandingView(standing: GatewayStanding, calls: readonly CallCount[]): GatewayStandingView {
  const orNull = (instant: Date | null): string | null => instant && limaInstant(instant);
  return {
    ...standing,
    openedAt: orNull(standing.openedAt),
    blockedUntil: orNull(standing.blockedUntil),
    oldestDueAt: orNull(standing.oldestDueAt),
    clockHeardAt: orNull(standing.clockHeardAt),
    calls: calls
      .filter(({ accountId }) => accountId === standing.accountId)
      .map(({ operation, outcome, calls: count }) => ({ operation, outcome, calls: count })),
  };
}
