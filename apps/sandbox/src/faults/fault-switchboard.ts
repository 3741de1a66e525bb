import { parseDuration } from '#platform';
import type { DataSource } from 'typeorm';
import { SettingsEntity } from '../database/settings.entity.js';
import { planFaults, seededRolls, signedDurationMs, type FaultPlan } from './fault-plan.js';
import { changedFaults, DEFAULT_FAULTS, mergeFaults, restoreFaults, type Faults, type Operation } from './faults.js';

/** The fault switches: held in memory because every request asks, stored with every change so that they outlive a restart. */
export class FaultSwitchboard {
  private faults: Faults = { ...DEFAULT_FAULTS };
  private roll = seededRolls(DEFAULT_FAULTS.seed);
  private saving: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  async restore(): Promise<void> {
    const row = await this.dataSource.manager.findOneByOrFail(SettingsEntity, { id: 1 });
    this.use(restoreFaults(row.faults));
  }

  get current(): Readonly<Faults> {
    return this.faults;
  }

  get clockSkewMs(): number {
    return signedDurationMs(this.faults.clockSkew);
  }

  get tokenLifeMs(): number {
    return parseDuration(this.faults.tokenLife);
  }

  /** Throws a `ProblemError` that names the wrong fields; nothing changes then. */
  async merge(patch: Readonly<Record<string, unknown>>): Promise<Readonly<Faults>> {
    this.use(mergeFaults(this.faults, patch));
    await this.save();
    return this.faults;
  }

  async clear(): Promise<void> {
    this.use({ ...DEFAULT_FAULTS });
    await this.save();
  }

  /** What happens to this request; counts it against `times`. */
  async take(operation: Operation): Promise<FaultPlan> {
    const plan = planFaults(this.faults, operation, this.roll());
    if (plan.matched && this.faults.times !== null) {
      this.faults = { ...this.faults, times: this.faults.times - 1 };
      await this.save();
    }
    return plan;
  }

  private use(faults: Faults): void {
    this.faults = faults;
    this.roll = seededRolls(faults.seed);
  }

  /** One write at a time, each of what is current then: a later state is never overwritten by an earlier one. */
  private save(): Promise<unknown> {
    const write = () =>
      this.dataSource.query('update sandbox.settings set faults = $1::jsonb where id = 1', [
        changedFaults(this.faults),
      ]);
    this.saving = this.saving.then(write, write);
    return this.saving;
  }
}
