import { AdjustableClock, type Clock } from '#platform';
import type { DataSource } from 'typeorm';
import { SettingsEntity } from '../database/settings.entity.js';

/** One reading of both clocks. */
export interface Moment {
  /** Business time: what due times are compared with. */
  now: Date;
  /** What this gateway takes for now and writes into stamps: business time plus the `clockSkew` fault. */
  stamp: Date;
}

/** How far the sandbox may be moved: every stamp keeps its four-digit year. */
export const MAX_OFFSET_MS = 50 * 366 * 86_400_000;

/**
 * The sandbox's time. With an `AdjustableClock` (standalone, tests) the product shares it, so an advance moves both;
 * with any other clock the sandbox alone runs ahead. The offset outlives a restart, and time never runs back: a product
 * that has stamped rows in the future must not find itself before them.
 */
export class SandboxClock implements Clock {
  private ownOffsetMs = 0;

  constructor(
    private readonly base: Clock,
    private readonly dataSource: DataSource,
    private readonly skewMs: () => number,
  ) {}

  async restore(): Promise<void> {
    const row = await this.dataSource.manager.findOneByOrFail(SettingsEntity, { id: 1 });
    const storedMs = Number(row.clockOffsetMs);
    if (storedMs > this.offsetMs) this.offsetMs = storedMs;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.ownOffsetMs);
  }

  moment(): Moment {
    const now = this.now();
    return { now, stamp: new Date(now.getTime() + this.skewMs()) };
  }

  /** How far ahead of the machine's clock, in ms. */
  get offsetMs(): number {
    return this.base instanceof AdjustableClock ? this.base.offsetMs : this.ownOffsetMs;
  }

  private set offsetMs(offsetMs: number) {
    if (this.base instanceof AdjustableClock) this.base.offsetMs = offsetMs;
    else this.ownOffsetMs = offsetMs;
  }

  /** Lets `ms` pass at once; false when that leads beyond `MAX_OFFSET_MS`. */
  async advance(ms: number): Promise<boolean> {
    const offsetMs = this.offsetMs + ms;
    if (offsetMs > MAX_OFFSET_MS) return false;
    this.offsetMs = offsetMs;
    await this.dataSource.manager.update(SettingsEntity, { id: 1 }, { clockOffsetMs: String(offsetMs) });
    return true;
  }
}
