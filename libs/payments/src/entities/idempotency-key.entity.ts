import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ShopEntity } from './shop.entity.js';

/** A key that a caller sent with a request, the digest of that request, and the answer it got. */
@Entity({ name: 'idempotency_key' })
@Index('ix_idempotency_key_created', ['createdAt'])
export class IdempotencyKeyEntity {
  @ForeignKey(() => ShopEntity, { name: 'fk_idempotency_key_shop' })
  @PrimaryColumn({ name: 'shop_id', type: 'text', primaryKeyConstraintName: 'pk_idempotency_key' })
  shopId: string;

  @PrimaryColumn({ name: 'key', type: 'text', primaryKeyConstraintName: 'pk_idempotency_key' })
  key: string;

  @Column({ name: 'operation', type: 'text' })
  operation: string;

  @Column({ name: 'request_hash', type: 'bytea' })
  requestHash: Buffer;

  @Column({ name: 'attempt', type: 'integer', default: 1 })
  attempt: number;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId: string | null;

  /** The CIP that a reissue replaces: what tells a finished one from one that never began. */
  @Column({ name: 'subject', type: 'text', nullable: true })
  subject: string | null;

  @Column({ name: 'response_status', type: 'integer', nullable: true })
  responseStatus: number | null;

  @Column({ name: 'response_body', type: 'text', nullable: true })
  responseBody: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
