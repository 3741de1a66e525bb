import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ShopEntity } from './shop.entity.js';

/** Where a shop wants its events sent. */
@Entity({ name: 'webhook_endpoint' })
@Index('ix_webhook_endpoint_shop', ['shopId'], { where: 'deleted_at is null' })
export class WebhookEndpointEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_webhook_endpoint' })
  id: string;

  @ForeignKey(() => ShopEntity, { name: 'fk_webhook_endpoint_shop' })
  @Column({ name: 'shop_id', type: 'text' })
  shopId: string;

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'url', type: 'text' })
  url: string;

  @Column({ name: 'description', type: 'text', nullable: true })
  description: string | null;

  /** Event types wanted; empty means all. */
  @Column({ name: 'types', type: 'text', array: true, default: '{}' })
  types: string[];

  @Column({ name: 'enabled', type: 'boolean', default: true })
  enabled: boolean;

  /** Null while enabled, or when a person switched it off. */
  @Column({ name: 'disabled_reason', type: 'text', nullable: true })
  disabledReason: string | null;

  @Column({ name: 'secret_ciphertext', type: 'text' })
  secretCiphertext: string;

  @Column({ name: 'previous_secret_ciphertext', type: 'text', nullable: true })
  previousSecretCiphertext: string | null;

  @Column({ name: 'previous_secret_until', type: 'timestamptz', nullable: true })
  previousSecretUntil: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt: Date | null;
}
