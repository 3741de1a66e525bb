import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A message as it came in: bytes, headers, source and verdicts. Partitioned by month of `receivedAt`; never deduplicated (requirement R17). */
@Entity({ name: 'notification' })
@Index('ix_notification_due', ['nextAt'], { where: "status in ('pending', 'waiting')" })
@Index('ix_notification_code', ['transactionCode'], { where: 'transaction_code is not null' })
@Index('ix_notification_cip', ['cipNumber', 'receivedAt'])
@Index('ix_notification_failed', ['receivedAt'], { where: "status = 'failed'" })
@Index('ix_notification_lane', ['lane', 'receivedAt'])
@Check('ck_notification_lane', "lane in ('inbox', 'signed', 'quarantine')")
@Check('ck_notification_status', "status in ('pending', 'waiting', 'applied', 'ignored', 'failed', 'rejected')")
export class NotificationEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_notification' })
  id: string;

  @PrimaryColumn({ name: 'received_at', type: 'timestamptz', primaryKeyConstraintName: 'pk_notification' })
  receivedAt: Date;

  @Column({ name: 'lane', type: 'text' })
  lane: 'inbox' | 'signed' | 'quarantine';

  @Column({ name: 'account_id', type: 'text', nullable: true })
  accountId: string | null;

  @Column({ name: 'path_account', type: 'text', nullable: true })
  pathAccount: string | null;

  @Column({ name: 'raw', type: 'bytea' })
  raw: Buffer;

  @Column({ name: 'headers', type: 'jsonb' })
  headers: Record<string, unknown>;

  @Column({ name: 'source_address', type: 'text', nullable: true })
  sourceAddress: string | null;

  @Column({ name: 'peer_address', type: 'text', nullable: true })
  peerAddress: string | null;

  @Column({ name: 'signature_verdict', type: 'text' })
  signatureVerdict: string;

  @Column({ name: 'source_verdict', type: 'text' })
  sourceVerdict: string;

  @Column({ name: 'body_verdict', type: 'text' })
  bodyVerdict: string;

  @Column({ name: 'extras_authenticated', type: 'boolean', default: true })
  extrasAuthenticated: boolean;

  @Column({ name: 'event_type', type: 'text', nullable: true })
  eventType: string | null;

  @Column({ name: 'cip_number', type: 'text', nullable: true })
  cipNumber: string | null;

  @Column({ name: 'operation_number', type: 'text', nullable: true })
  operationNumber: string | null;

  @Column({ name: 'transaction_code', type: 'text', nullable: true })
  transactionCode: string | null;

  @Column({ name: 'status', type: 'text' })
  status: 'pending' | 'waiting' | 'applied' | 'ignored' | 'failed' | 'rejected';

  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'outcome', type: 'text', nullable: true })
  outcome: string | null;

  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId: string | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
