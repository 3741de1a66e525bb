import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A person who may use the console. */
@Entity({ name: 'operator' })
@Unique('uq_operator_email', ['email'])
@Check('ck_operator_role', "role in ('viewer', 'operator', 'admin')")
export class OperatorEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_operator' })
  id: string;

  @Column({ name: 'email', type: 'text' })
  email: string;

  @Column({ name: 'password_hash', type: 'text' })
  passwordHash: string;

  /** Null: since the operator was made. */
  @Column({ name: 'password_changed_at', type: 'timestamptz', nullable: true })
  passwordChangedAt: Date | null;

  @Column({ name: 'last_login_at', type: 'timestamptz', nullable: true })
  lastLoginAt: Date | null;

  @Column({ name: 'role', type: 'text' })
  role: 'viewer' | 'operator' | 'admin';

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;
}
