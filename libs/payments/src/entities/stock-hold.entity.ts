import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PaymentEntity } from './payment.entity.js';

/** Stock set aside for a payment; a new generation for every revival after a release. */
@Entity({ name: 'stock_hold' })
@Index('ix_stock_hold_sku', ['sku', 'paymentId'])
@Check('ck_stock_hold_state', "state in ('held', 'committed', 'released')")
export class StockHoldEntity {
  @ForeignKey(() => PaymentEntity, { name: 'fk_stock_hold_payment' })
  @PrimaryColumn({ name: 'payment_id', type: 'text', primaryKeyConstraintName: 'pk_stock_hold' })
  paymentId: string;

  @PrimaryColumn({ name: 'generation', type: 'integer', primaryKeyConstraintName: 'pk_stock_hold' })
  generation: number;

  @PrimaryColumn({ name: 'line', type: 'integer', primaryKeyConstraintName: 'pk_stock_hold' })
  line: number;

  @Column({ name: 'sku', type: 'text' })
  sku: string;

  @Column({ name: 'quantity', type: 'integer' })
  quantity: number;

  @Column({ name: 'state', type: 'text' })
  state: 'held' | 'committed' | 'released';

  @Column({ name: 'held_at', type: 'timestamptz' })
  heldAt: Date;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
