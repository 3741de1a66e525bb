import type { EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { PollSchedule, StoredPollSchedule } from '../domain/index.js';

export type ScheduleOf = (accountId: string) => PollSchedule;

const KEEP_MS = 60_000;

/**
 * The product's schedule of polls, and what accounts have of their own. Read before rules are asked, so that these
 * need no I/O; a change reaches a running process within a minute.
 */
export class PollSchedules {
  private known: { readAtMs: number; of: ScheduleOf } | null = null;

  constructor(
    readonly base: PollSchedule,
    private readonly clock: Clock,
  ) {}

  async read(manager: EntityManager): Promise<ScheduleOf> {
    const nowMs = this.clock.now().getTime();
    if (this.known && Math.abs(nowMs - this.known.readAtMs) < KEEP_MS) return this.known.of;
    const rows = await manager.query<{ id: string; poll_schedule: StoredPollSchedule }[]>(
      'select id, poll_schedule from gateway_account where poll_schedule is not null',
    );
    const own = new Map(rows.map((row) => [row.id, { ...this.base, ...row.poll_schedule }]));
    const of: ScheduleOf = (accountId) => own.get(accountId) ?? this.base;
    this.known = { readAtMs: nowMs, of };
    return of;
  }
}
