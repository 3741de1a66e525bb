import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ShopEntity } from './shop.entity.js';

/** A shop's API key. The key itself is shown once and never stored. */
@Entity({ name: 'api_key' })
@Index('ix_api_key_shop', ['shopId'])
@Unique('uq_api_key_hash', ['hash'])
@Check('ck_api_key_rate', 'rate_per_minute > 0')
export class ApiKeyEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_api_key' })
  id: string;

  @ForeignKey(() => ShopEntity, { name: 'fk_api_key_shop' })
  @Column({ name: 'shop_id', type: 'text' })
  shopId: string;

  /** The first characters, so that a person can tell keys apart in a list. */
  @Column({ name: 'prefix', type: 'text' })
  prefix: string;

  /** SHA-256 of the whole key. */
  @Column({ name: 'hash', type: 'bytea' })
  hash: Buffer;

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'name', type: 'text', nullable: true })
  name: string | null;

  /** What it may do; `*` is everything. */
  @Column({ name: 'scopes', type: 'text', array: true, default: '{*}' })
  scopes: string[];

  /** Instead of the product's limit; null means that one. */
  @Column({ name: 'rate_per_minute', type: 'integer', nullable: true })
  ratePerMinute: number | null;

  @Column({ name: 'created_by', type: 'text', nullable: true })
  createdBy: string | null;
}
