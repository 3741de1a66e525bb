import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';

/** Token bucket of calls to the gateway, one row per account, shared by all processes (requirement R12). */
@Entity({ name: 'gateway_budget' })
export class GatewayBudgetEntity {
  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_gateway_budget_account' })
  @PrimaryColumn({ name: 'account_id', type: 'text', primaryKeyConstraintName: 'pk_gateway_budget' })
  accountId: string;

  @Column({ name: 'tokens', type: 'double precision' })
  tokens: number;

  @Column({ name: 'refilled_at', type: 'timestamptz' })
  refilledAt: Date;

  @Column({ name: 'blocked_until', type: 'timestamptz', nullable: true })
  blockedUntil: Date | null;

  @Column({ name: 'failures', type: 'integer', default: 0 })
  failures: number;

  @Column({ name: 'creates', type: 'bigint', default: 0, transformer: bigintColumn })
  creates: bigint;

  @Column({ name: 'polls', type: 'bigint', default: 0, transformer: bigintColumn })
  polls: bigint;

  /** Database time. Until then polls come denser: notifications of the account go missing, or we were away. */
  @Column({ name: 'catch_up_until', type: 'timestamptz', nullable: true })
  catchUpUntil: Date | null;
}
