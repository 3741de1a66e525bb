import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OperatorEntity } from './operator.entity.js';

/** A signed-in operator; the token itself is only in the cookie. */
@Entity({ name: 'operator_session' })
@Index('ix_operator_session_operator', ['operatorId'])
export class OperatorSessionEntity {
  /** SHA-256 of the token. */
  @PrimaryColumn({ name: 'token_hash', type: 'bytea', primaryKeyConstraintName: 'pk_operator_session' })
  tokenHash: Buffer;

  @ForeignKey(() => OperatorEntity, { name: 'fk_operator_session_operator' })
  @Column({ name: 'operator_id', type: 'text' })
  operatorId: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
