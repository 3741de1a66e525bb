import type { PollSchedule } from './poll-schedule.js';
import { nextPoll } from './poll-schedule.js';

const DAY_MS = 24 * 60 * 60_000;
/** A schedule of a second over months: nobody means that, and nobody waits for its sum. */
const MOST_POLLS = 100_000;

/** How a CIP lives: what the shop gives it, and when it is paid, if it is. */
export interface CipLife {
  readonly ttlMs: number;
  /** From the deadline to the last question. */
  readonly graceMs: number;
  /** After its creation; null for never. */
  readonly paidAfterMs: number | null;
}

/** Times that one CIP is asked about. */
export interface PollsOfLife {
  readonly whileOpen: number;
  /** For late money, or for a reversal. */
  readonly afterwards: number;
  readonly openMs: number;
}

export interface PollCost {
  /** CIPs asked about in a day, each time counted. */
  readonly searchedPerDay: number;
  /** With every call full. */
  readonly callsPerDayAtLeast: number;
  /** With calls as empty as looks at the clock make them: one per priority and look. */
  readonly callsPerDayAtMost: number;
  readonly callsPerMinuteAtMost: number;
}

/** Walks the schedule through one life; the last question before closing counts as one of its polls. */
export function pollsOfLife(schedule: PollSchedule, life: CipLife): PollsOfLife {
  const createdAt = new Date(0);
  const expiresAt = new Date(life.ttlMs);
  const endsMs = life.ttlMs + life.graceMs;
  const openMs = life.paidAfterMs === null ? endsMs : Math.min(life.paidAfterMs, endsMs);
  const paid = life.paidAfterMs !== null && life.paidAfterMs <= endsMs;
  const cip = { id: 'cost', number: '1', current: true, statusAt: null, createdAt } as const;
  const open = { state: 'pending', paidAt: null, closedAt: null, expiresAt } as const;
  const endedAt = new Date(openMs);
  const ended = paid
    ? ({ state: 'paid', paidAt: endedAt, closedAt: null, expiresAt } as const)
    : ({ state: 'expired', paidAt: null, closedAt: endedAt, expiresAt } as const);
  const count = (from: Date, untilMs: number, plan: (now: Date) => Date | null): number => {
    let polls = 0;
    for (let now = plan(from); now !== null && now.getTime() < untilMs && polls < MOST_POLLS; now = plan(now))
      polls += 1;
    return polls;
  };
  const whileOpen = count(createdAt, openMs, (now) => {
    return nextPoll({ payment: open, cip: { ...cip, status: 'pending' }, now, schedule })?.at ?? null;
  });
  const afterwards = count(endedAt, Number.POSITIVE_INFINITY, (now) => {
    return nextPoll({ payment: ended, cip: { ...cip, status: paid ? 'paid' : 'expired' }, now, schedule })?.at ?? null;
  });
  return { whileOpen: whileOpen + (paid ? 0 : 1), afterwards, openMs };
}

/**
 * What polling costs while so many CIPs are open, day after day: as many as end are created anew, and those that ended
 * are looked at for some days more.
 */
export function pollCost(
  schedule: PollSchedule,
  load: { readonly open: number; readonly life: CipLife; readonly batch: number; readonly lookEveryMs: number },
): PollCost {
  const { whileOpen, afterwards, openMs } = pollsOfLife(schedule, load.life);
  const endPerDay = (load.open * DAY_MS) / Math.max(openMs, 1);
  const searchedPerDay = Math.round(endPerDay * (whileOpen + afterwards));
  const callsPerDayAtLeast = Math.ceil(searchedPerDay / load.batch);
  const looksPerDay = Math.floor(DAY_MS / load.lookEveryMs);
  const callsPerDayAtMost = Math.min(searchedPerDay, callsPerDayAtLeast + 3 * looksPerDay);
  return {
    searchedPerDay,
    callsPerDayAtLeast,
    callsPerDayAtMost,
    callsPerMinuteAtMost: Math.ceil(callsPerDayAtMost / (24 * 60)),
  };
}
