import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Since when a check has found something without a break: what lasts becomes an alert. Database time. */
@Entity({ name: 'suspicion' })
export class SuspicionEntity {
  @PrimaryColumn({ name: 'key', type: 'text', primaryKeyConstraintName: 'pk_suspicion' })
  key: string;

  @Column({ name: 'since', type: 'timestamptz' })
  since: Date;
}
