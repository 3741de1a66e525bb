/** What a CIP is by itself. Expired is no state of its own: it is a pending CIP whose date has passed. */
export const CIP_STATUSES = ['pending', 'paid', 'removed'] as const;
export type CipStatus = (typeof CIP_STATUSES)[number];
export type ShownStatus = CipStatus | 'expired';

export interface CipState {
  status: CipStatus;
  expiresAt: Date;
  paidAt: Date | null;
  /** What was really paid, in minor units; null while unpaid. */
  paidMinor: bigint | null;
  removedAt: Date | null;
}

/** A state that a CIP had until `until`, as kept in the row's history (JSON: instants are ISO text, money is digits). */
export interface PastCipState {
  until: string;
  status: CipStatus;
  expiresAt: string;
  paidAt: string | null;
  paidMinor: string | null;
  removedAt: string | null;
}

export interface CipTimeline extends CipState {
  createdAt: Date;
  /** Oldest first. */
  history: PastCipState[];
}

export function shownStatus(state: CipState, at: Date): ShownStatus {
  if (state.status === 'pending' && state.expiresAt.getTime() < at.getTime()) return 'expired';
  return state.status;
}

/** The state as it was at `at`; null when the CIP did not exist yet. Serves the `searchLag` fault. */
export function stateAt(cip: CipTimeline, at: Date): CipState | null {
  if (cip.createdAt.getTime() > at.getTime()) return null;
  const past = cip.history.find((entry) => Date.parse(entry.until) > at.getTime());
  return past ? fromHistory(past) : cip;
}

export function toHistory(state: CipState, until: Date): PastCipState {
  return {
    until: until.toISOString(),
    status: state.status,
    expiresAt: state.expiresAt.toISOString(),
    paidAt: state.paidAt?.toISOString() ?? null,
    paidMinor: state.paidMinor?.toString() ?? null,
    removedAt: state.removedAt?.toISOString() ?? null,
  };
}

function fromHistory(past: PastCipState): CipState {
  return {
    status: past.status,
    expiresAt: new Date(past.expiresAt),
    paidAt: past.paidAt === null ? null : new Date(past.paidAt),
    paidMinor: past.paidMinor === null ? null : BigInt(past.paidMinor),
    removedAt: past.removedAt === null ? null : new Date(past.removedAt),
  };
}
