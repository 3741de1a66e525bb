import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row of what outlives a restart beside CIPs: the fault switches that differ from their defaults, and the clock. */
@Entity({ schema: 'sandbox', name: 'settings' })
@Check('ck_settings_single', 'id = 1')
export class SettingsEntity {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'pk_settings' })
  id: number;

  @Column({ type: 'jsonb', default: () => "'{}'" })
  faults: Record<string, unknown>;

  @Column({ name: 'clock_offset_ms', type: 'bigint', default: '0' })
  clockOffsetMs: string;
}
