import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';

/** One row: the last position given, and the epoch that tells cursors of a restored database apart. */
@Entity({ name: 'relay_state' })
@Check('ck_relay_state_single', 'id = 1')
@Check('ck_relay_state_retired', 'retired_position between 0 and last_position')
export class RelayStateEntity {
  @PrimaryColumn({ name: 'id', type: 'integer', primaryKeyConstraintName: 'pk_relay_state' })
  id: number;

  @Column({ name: 'last_position', type: 'bigint', transformer: bigintColumn })
  lastPosition: bigint;

  /** The feed serves what lies beyond it: events up to here are older than it keeps. */
  @Column({ name: 'retired_position', type: 'bigint', transformer: bigintColumn })
  retiredPosition: bigint;

  @Column({ name: 'epoch', type: 'text' })
  epoch: string;
}
