import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A call to the gateway and its answer, without secrets. Partitioned by month of `at` (requirement R9). */
@Entity({ name: 'gateway_call' })
@Index('ix_gateway_call_payment', ['paymentId', 'at'], { where: 'payment_id is not null' })
@Index('ix_gateway_call_at', ['at'])
@Index('ix_gateway_call_cips', ['cipNumbers'], { type: 'gin' })
export class GatewayCallEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_gateway_call' })
  id: string;

  @PrimaryColumn({ name: 'at', type: 'timestamptz', primaryKeyConstraintName: 'pk_gateway_call' })
  at: Date;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId: string | null;

  @Column({ name: 'operation', type: 'text' })
  operation: string;

  @Column({ name: 'method', type: 'text' })
  method: string;

  @Column({ name: 'path', type: 'text' })
  path: string;

  @Column({ name: 'http_status', type: 'integer', nullable: true })
  httpStatus: number | null;

  @Column({ name: 'outcome', type: 'text' })
  outcome: string;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs: number;

  @Column({ name: 'cip_numbers', type: 'text', array: true, default: '{}' })
  cipNumbers: string[];

  @Column({ name: 'request', type: 'jsonb', nullable: true })
  request: unknown;

  @Column({ name: 'response', type: 'jsonb', nullable: true })
  response: unknown;

  @Column({ name: 'error', type: 'text', nullable: true })
  error: string | null;
}
