import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ShopEntity } from './shop.entity.js';

/** Where a shop wants its events sent. */
@Entity({ name: 'webhook_endpoint' })
@Index('ix_webhook_endpoint_shop', ['shopId'], { where: 'deleted_at is null' })
@Check('ck_webhook_endpoint_connect_timeout', 'connect_timeout_ms between 100 and 10000')
@Check('ck_webhook_endpoint_timeout', 'timeout_ms between 1000 and 30000')
@Check('ck_webhook_endpoint_max_concurrent', 'max_concurrent between 1 and 64')
@Check('ck_webhook_endpoint_rate', 'rate_per_minute between 1 and 60000')
@Check('ck_webhook_endpoint_client_key', '(client_certificate is null) = (client_key_ciphertext is null)')
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

  /** Since when it signs with this secret; null: since it was made. */
  @Column({ name: 'secret_changed_at', type: 'timestamptz', nullable: true })
  secretChangedAt: Date | null;

  /** `whpk_…` of an endpoint whose messages are signed with ed25519; null where they are signed with HMAC. */
  @Column({ name: 'public_key', type: 'text', nullable: true })
  publicKey: string | null;

  /** Of the headers sent besides ours. */
  @Column({ name: 'header_names', type: 'text', array: true, default: '{}' })
  headerNames: string[];

  /** JSON of these headers with their values. */
  @Column({ name: 'headers_ciphertext', type: 'text', nullable: true })
  headersCiphertext: string | null;

  /** PEM, shown to the receiver in mutual TLS. */
  @Column({ name: 'client_certificate', type: 'text', nullable: true })
  clientCertificate: string | null;

  @Column({ name: 'client_key_ciphertext', type: 'text', nullable: true })
  clientKeyCiphertext: string | null;

  /** PEM; who may have signed the receiver's certificate, instead of the public authorities. */
  @Column({ name: 'ca_certificate', type: 'text', nullable: true })
  caCertificate: string | null;

  @Column({ name: 'connect_timeout_ms', type: 'integer', default: 3000 })
  connectTimeoutMs: number;

  @Column({ name: 'timeout_ms', type: 'integer', default: 10000 })
  timeoutMs: number;

  /** Sends under way at a time, of all processes together. */
  @Column({ name: 'max_concurrent', type: 'integer', default: 4 })
  maxConcurrent: number;

  /** Null for no limit. */
  @Column({ name: 'rate_per_minute', type: 'integer', nullable: true })
  ratePerMinute: number | null;

  /** Sends that the rate allows at once; null for a bucket that was never used and is full. */
  @Column({ name: 'rate_tokens', type: 'double precision', nullable: true })
  rateTokens: number | null;

  /** Database time. */
  @Column({ name: 'rate_refilled_at', type: 'timestamptz', nullable: true })
  rateRefilledAt: Date | null;

  /** Failures since the last acknowledgement, those of one delivery in a row counted once. */
  @Column({ name: 'failures', type: 'integer', default: 0 })
  failures: number;

  @Column({ name: 'last_failed_delivery', type: 'text', nullable: true })
  lastFailedDelivery: string | null;

  /** Business time of the first failure since the last acknowledgement. */
  @Column({ name: 'failing_since', type: 'timestamptz', nullable: true })
  failingSince: Date | null;

  /** When a person was last told that it fails. */
  @Column({ name: 'alerted_at', type: 'timestamptz', nullable: true })
  alertedAt: Date | null;

  /** How often the circuit opened since the last acknowledgement. */
  @Column({ name: 'circuit_openings', type: 'integer', default: 0 })
  circuitOpenings: number;

  /** Business time; nothing is sent before it, and one probe after it. Null while the circuit is closed. */
  @Column({ name: 'circuit_open_until', type: 'timestamptz', nullable: true })
  circuitOpenUntil: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt: Date | null;
}
