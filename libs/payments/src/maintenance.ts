import type { DataSource } from 'typeorm';
import type { Clock } from './clock.port.js';
import { EventRetention } from './outbox/event-retention.js';
import type { MessageArchive } from './records/message-archive.js';

export interface MaintenanceOptions {
  /** Evidence rows of messages that failed the signature check kept at most (oldest go first, never before six months otherwise). */
  readonly quarantineRows?: number;
  /** Months that the event feed reaches back at least; it is not shortened when absent. */
  readonly feedMonths?: number;
  /** Takes old months out of the database, into `archiveFolder`; while there is no folder nothing goes. */
  readonly archive?: MessageArchive;
  readonly archiveFolder?: string | null;
}

const PARTITIONED = ['notification', 'gateway_call'] as const;
const MONTHS_AHEAD = 3;
/** A month's rows change once, soon after they came: of a full month these never are a fifth, where Postgres begins. */
const VACUUMED_OFTEN = 'autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000';
/** The contract says at least 30 days. */
const IDEMPOTENCY_DAYS = 32;

/** Housekeeping whose cost grows with what is due: partitions ahead, expired keys and sessions, the capped quarantine. */
export class Maintenance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly options: MaintenanceOptions = {},
  ) {}

  /** Returns how many things it did. */
  async run(): Promise<number> {
    const created = await this.createPartitionsAhead();
    const [, keys] = await this.dataSource.query(
      `delete from idempotency_key where ctid in (select ctid from idempotency_key
         where created_at < now() - $1 * interval '1 day' order by created_at limit 1000)`,
      [IDEMPOTENCY_DAYS],
    );
    const [, sessions] = await this.dataSource.query('delete from operator_session where expires_at < now()');
    const [, evidence] = await this.dataSource.query(
      `delete from notification where (id, received_at) in (select id, received_at from notification
         where lane = 'quarantine' order by received_at desc offset $1 limit 1000)`,
      [this.options.quarantineRows ?? 100_000],
    );
    return created + keys + sessions + evidence + (await this.archiveOldMonth()) + (await this.retireEvents());
  }

  /** At most one month a run, the earliest first: a backlog of years goes over some hours. */
  private async archiveOldMonth(): Promise<number> {
    const { archive, archiveFolder: folder = null } = this.options;
    return archive === undefined || folder === null ? 0 : archive.archiveNext({ folder, actor: 'clock' });
  }

  private async retireEvents(): Promise<number> {
    const { feedMonths } = this.options;
    return feedMonths === undefined ? 0 : new EventRetention(this.dataSource, this.clock, { feedMonths }).retire();
  }

  /** Month partitions for this month and the next ones; a month that the default partition already holds is left there. */
  async createPartitionsAhead(): Promise<number> {
    let created = 0;
    const now = this.clock.now();
    for (const table of PARTITIONED) {
      for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
        const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
        const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
        if (await this.createPartition(table, from, to)) created += 1;
      }
    }
    return created;
  }

  private async createPartition(table: (typeof PARTITIONED)[number], from: Date, to: Date): Promise<boolean> {
    const name = `${table}_${from.toISOString().slice(0, 7).replace('-', '_')}`;
    const column = table === 'notification' ? 'received_at' : 'at';
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`select pg_advisory_xact_lock(hashtext('chasqui-partitions'))`);
      const [state]: { exists: boolean }[] = await manager.query(
        `select to_regclass($1) is not null or exists (select 1 from ${table}_default where ${column} >= $2 and ${column} < $3) as exists`,
        [name, from, to],
      );
      if (state?.exists !== false) return false;
      await manager.query(
        `create table ${name} partition of ${table} for values from ('${from.toISOString()}') to ('${to.toISOString()}')
         with (${VACUUMED_OFTEN})`,
      );
      return true;
    });
  }
}
