import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
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

  /** Since when the breaker is open; null while the gateway answers. */
  @Column({ name: 'opened_at', type: 'timestamptz', nullable: true })
  openedAt: Date | null;

  /** Why it opened, in a sentence. */
  @Column({ name: 'trouble', type: 'text', nullable: true })
  trouble: string | null;

  /** From when the guaranteed share of each priority is good for a call. */
  @Column({ name: 'deadline_due_at', type: 'timestamptz', nullable: true })
  deadlineDueAt: Date | null;

  @Column({ name: 'fresh_due_at', type: 'timestamptz', nullable: true })
  freshDueAt: Date | null;

  @Column({ name: 'old_due_at', type: 'timestamptz', nullable: true })
  oldDueAt: Date | null;

  /** Calls ever made, by what they were. */
  @Column({ name: 'spent', type: 'jsonb', default: {} })
  spent: Record<string, number>;

  /** How far the gateway's clock is ahead of ours, when it last told. */
  @Column({ name: 'clock_ahead_ms', type: 'integer', nullable: true })
  clockAheadMs: number | null;

  @Column({ name: 'clock_heard_at', type: 'timestamptz', nullable: true })
  clockHeardAt: Date | null;
}
