import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { MerchantEntity } from './merchant.entity.js';

/** One storefront of a merchant: API keys, webhook endpoints and policies hang on it. */
@Entity({ name: 'shop' })
export class ShopEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_shop' })
  id: string;

  @ForeignKey(() => MerchantEntity, { name: 'fk_shop_merchant' })
  @Column({ name: 'merchant_id', type: 'text' })
  merchantId: string;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'policies', type: 'jsonb', default: {} })
  policies: Record<string, unknown>;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  /** A shop that takes no new payments; what it has goes on. */
  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;
}
