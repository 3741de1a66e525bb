import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A time in which no process of an app was seen (business time), and what looking back at it brought. */
@Entity({ name: 'outage' })
@Index('ix_outage_back', ['backAt'])
@Index('ix_outage_open', ['backAt'], { where: 'settled_at is null' })
@Check('ck_outage_order', 'away_from <= back_at')
export class OutageEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_outage' })
  id: string;

  @Column({ name: 'app', type: 'text' })
  app: string;

  @Column({ name: 'away_from', type: 'timestamptz' })
  awayFrom: Date;

  @Column({ name: 'back_at', type: 'timestamptz' })
  backAt: Date;

  /** When the inbox was drained and every open CIP had been searched since `backAt`. */
  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
