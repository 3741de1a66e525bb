import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { GatewayAccountEntity } from './gateway-account.entity.js';

/** One version of an account's secretKey. Any version valid at the time verifies notifications; exactly one signs (requirement R16). */
@Entity({ name: 'gateway_secret' })
@Index('uq_gateway_secret_signing', ['accountId'], { unique: true, where: 'signs_requests' })
@Index('ix_gateway_secret_account', ['accountId'])
export class GatewaySecretEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_gateway_secret' })
  id: string;

  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_gateway_secret_account' })
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  /** Sealed with the master key that its prefix names. */
  @Column({ name: 'ciphertext', type: 'text' })
  ciphertext: string;

  /** At most one per account, by a partial unique index. */
  @Column({ name: 'signs_requests', type: 'boolean' })
  signsRequests: boolean;

  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom: Date;

  @Column({ name: 'valid_until', type: 'timestamptz', nullable: true })
  validUntil: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  /** When PagoEfectivo stops taking it, as far as people know; says nothing about what is verified here. */
  @Column({ name: 'ends_at', type: 'timestamptz', nullable: true })
  endsAt: Date | null;

  /** When a notification last matched it, to the minute. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;
}
