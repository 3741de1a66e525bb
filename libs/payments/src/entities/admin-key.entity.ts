import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A key that manages merchants, shops, keys and accounts, and sees no payment. Shown once and never stored. */
@Entity({ name: 'admin_key' })
@Unique('uq_admin_key_hash', ['hash'])
export class AdminKeyEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_admin_key' })
  id: string;

  /** What it is for, in its maker's words. */
  @Column({ name: 'name', type: 'text' })
  name: string;

  /** The first characters, so that a person can tell keys apart in a list. */
  @Column({ name: 'prefix', type: 'text' })
  prefix: string;

  /** SHA-256 of the whole key. */
  @Column({ name: 'hash', type: 'bytea' })
  hash: Buffer;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;
}
