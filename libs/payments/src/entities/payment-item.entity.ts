import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { PaymentEntity } from './payment.entity.js';

/** A line of the order as the storefront sent it. */
@Entity({ name: 'payment_item' })
@Check('ck_payment_item_quantity', 'quantity > 0')
export class PaymentItemEntity {
  @ForeignKey(() => PaymentEntity, { name: 'fk_payment_item_payment' })
  @PrimaryColumn({ name: 'payment_id', type: 'text', primaryKeyConstraintName: 'pk_payment_item' })
  paymentId: string;

  @PrimaryColumn({ name: 'line', type: 'integer', primaryKeyConstraintName: 'pk_payment_item' })
  line: number;

  @Column({ name: 'sku', type: 'text' })
  sku: string;

  @Column({ name: 'name', type: 'text', nullable: true })
  name: string | null;

  @Column({ name: 'quantity', type: 'integer' })
  quantity: number;

  @Column({ name: 'unit_price_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  unitPriceMinor: bigint | null;
}
