import type { DataSource } from 'typeorm';
import { AuditLog } from '../../accounts/audit-log.js';
import type { Clock } from '../../clock.port.js';
import type { PayoutCycle } from '../payouts/payout-cycle.js';
import type { FeeRule, Rounding } from './fee-rule.js';

interface RuleRow {
  valid_from: string;
  percentage_bp: number;
  fixed_minor: string;
  minimum_minor: string;
  igv_bp: number;
  rounding: Rounding;
  cycle: PayoutCycle['kind'];
  weekday: number;
}

/** The dated rules of each account. What was added stays: a correction is a rule of the same day, told in the audit log. */
export class FeeRules {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** Oldest first. */
  async of(accountId: string): Promise<FeeRule[]> {
    const rows = await this.dataSource.query<RuleRow[]>(
      `select valid_from::text, percentage_bp, fixed_minor, minimum_minor, igv_bp, rounding, cycle, weekday
       from settlement_rule where account_id = $1 order by settlement_rule.valid_from`,
      [accountId],
    );
    return rows.map((row) => ({
      validFrom: row.valid_from,
      percentageBp: row.percentage_bp,
      fixedMinor: BigInt(row.fixed_minor),
      minimumMinor: BigInt(row.minimum_minor),
      igvBp: row.igv_bp,
      rounding: row.rounding,
      cycle: row.cycle === 'weekly' ? { kind: 'weekly', weekday: row.weekday } : { kind: row.cycle },
    }));
  }

  async add(accountId: string, rule: FeeRule, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into settlement_rule (account_id, valid_from, percentage_bp, fixed_minor, minimum_minor, igv_bp, rounding,
           cycle, weekday, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (account_id, valid_from) do update set percentage_bp = excluded.percentage_bp,
           fixed_minor = excluded.fixed_minor, minimum_minor = excluded.minimum_minor, igv_bp = excluded.igv_bp,
           rounding = excluded.rounding, cycle = excluded.cycle, weekday = excluded.weekday,
           created_by = excluded.created_by, created_at = excluded.created_at`,
        [
          accountId,
          rule.validFrom,
          rule.percentageBp,
          rule.fixedMinor.toString(),
          rule.minimumMinor.toString(),
          rule.igvBp,
          rule.rounding,
          rule.cycle.kind,
          rule.cycle.kind === 'weekly' ? rule.cycle.weekday : 1,
          actor,
          this.clock.now(),
        ],
      );
      const { cycle, ...terms } = rule;
      await this.audit.record(
        { actor, action: 'settlement_rule.added', subject: accountId, data: { ...terms, cycle: { ...cycle } } },
        manager,
      );
    });
  }
}
