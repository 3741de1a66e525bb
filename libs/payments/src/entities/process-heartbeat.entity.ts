import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When any process of an app was last seen. By the database's clock: a sandbox clock that jumps is no outage. */
@Entity({ name: 'process_heartbeat' })
export class ProcessHeartbeatEntity {
  @PrimaryColumn({ name: 'app', type: 'text', primaryKeyConstraintName: 'pk_process_heartbeat' })
  app: string;

  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;
}
