import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that a person should know of. At most one that is not cleared per key: raising it again counts. */
@Entity({ name: 'alert' })
@Index('uq_alert_uncleared_key', ['key'], { unique: true, where: "state <> 'cleared'" })
@Index('ix_alert_raised', ['raisedAt', 'id'])
@Check('ck_alert_severity', "severity in ('warning', 'critical')")
@Check('ck_alert_state', "state in ('open', 'acknowledged', 'cleared')")
@Check('ck_alert_cleared', "(state = 'cleared') = (cleared_at is not null)")
export class AlertEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_alert' })
  id: string;

  /** One of `ALERT_KINDS`; the code's union, so that a new kind needs no migration. */
  @Column({ name: 'kind', type: 'text' })
  kind: string;

  @Column({ name: 'key', type: 'text' })
  key: string;

  @Column({ name: 'severity', type: 'text' })
  severity: 'warning' | 'critical';

  /** Grows as it comes nearer; each growth is told. */
  @Column({ name: 'stage', type: 'integer', default: 0 })
  stage: number;

  @Column({ name: 'summary', type: 'text' })
  summary: string;

  @Column({ name: 'numbers', type: 'jsonb' })
  numbers: Record<string, unknown>;

  @Column({ name: 'state', type: 'text' })
  state: 'open' | 'acknowledged' | 'cleared';

  @Column({ name: 'raised_at', type: 'timestamptz' })
  raisedAt: Date;

  @Column({ name: 'last_seen_at', type: 'timestamptz' })
  lastSeenAt: Date;

  @Column({ name: 'times', type: 'integer', default: 1 })
  times: number;

  @Column({ name: 'acknowledged_by', type: 'text', nullable: true })
  acknowledgedBy: string | null;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt: Date | null;

  @Column({ name: 'cleared_at', type: 'timestamptz', nullable: true })
  clearedAt: Date | null;
}
