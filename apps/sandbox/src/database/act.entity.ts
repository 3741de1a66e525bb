import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ActKind } from '../cips/scenario.js';
import type { NotifyMode } from '../notifications/notification-plan.js';
import { CipEntity } from './cip.entity.js';
import { minorUnits } from './minor-units.js';

/** What the sandbox will do to a CIP by itself, in business time. The row goes in the transaction that does it. */
@Entity({ schema: 'sandbox', name: 'act' })
@Index('ix_act_due', ['dueAt'])
@Index('ix_act_cip', ['cip'])
@Check('ck_act_kind', `kind in ('pay', 'await-expiry', 'reverse')`)
export class ActEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_act' })
  id: string;

  @Column({ type: 'bigint' })
  @ForeignKey(() => CipEntity, 'number', { name: 'fk_act_cip' })
  cip: string;

  @Column({ type: 'text' })
  kind: ActKind;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Column({ type: 'text' })
  notify: NotifyMode;

  @Column({ name: 'amount_minor', type: 'bigint', nullable: true, transformer: minorUnits })
  amountMinor: bigint | null;
}
