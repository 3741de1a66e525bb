import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Operation } from '../faults/faults.js';

/** One call of the documented API as the gateway saw it. `status` null: it was never answered. */
@Entity({ schema: 'sandbox', name: 'request' })
@Index('ix_request_operation', ['operation', 'id'])
@Index('ix_request_transaction_code', ['transactionCode'])
export class RequestEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_request' })
  id: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  operation: Operation;

  @Column({ type: 'text' })
  method: string;

  @Column({ type: 'text' })
  path: string;

  @Column({ type: 'integer', nullable: true })
  status: number | null;

  @Column({ name: 'transaction_code', type: 'text', nullable: true })
  transactionCode: string | null;

  @Column({ type: 'text', array: true })
  cips: string[];

  /** Redacted; null where the call has none worth keeping. */
  @Column({ type: 'jsonb', nullable: true })
  body: unknown;

  /** The fault that shaped the answer, null for an honest one. */
  @Column({ type: 'text', nullable: true })
  fault: string | null;
}
