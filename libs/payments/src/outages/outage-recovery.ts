import type { DataSource } from 'typeorm';
import type { Alerts } from '../alerts/alerts.js';
import type { CatchUp } from '../alerts/catch-up.js';
import type { Clock } from '../clock.port.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { WatchedApp } from './heartbeats.js';

interface OpenOutage {
  readonly id: string;
  readonly app: WatchedApp;
  readonly awayFrom: Date;
  readonly backAt: Date;
}

/** What an outage left to do, and what was done: counts. */
interface Remainder {
  /** Verified notifications from before we came back that are not applied yet. */
  readonly notificationsWaiting: number;
  /** Searches that this outage calls for and that were not made yet. */
  readonly searchesDue: number;
  /** Orders whose deadline passed meanwhile and that the clock has not looked at yet. */
  readonly deadlinesDue: number;
}

const CIPS_PER_STEP = 5_000;

/**
 * Makes good the time in which we were away (invariant 6). While no ingest ran, notifications may be lost: every CIP
 * that could have been paid is searched ahead of its schedule. Reminders wait for that; closing asks its last question
 * afterwards anyway. One alert per outage says so, and clears when nothing is left.
 */
export class OutageRecovery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
    private readonly catchUp: CatchUp,
  ) {}

  async look(): Promise<void> {
    const outages = await this.dataSource.query<OpenOutage[]>(
      'select id, app, away_from as "awayFrom", back_at as "backAt" from outage where settled_at is null order by back_at',
    );
    for (const outage of outages) await this.makeGood(outage);
  }

  private async makeGood(outage: OpenOutage): Promise<void> {
    if (outage.app === 'webhook-ingest') await this.searchOpenCips(outage.backAt);
    const remainder = await this.remainderOf(outage);
    const key = `was_away:${outage.id}`;
    await this.alerts.raise({
      kind: 'was_away',
      key,
      severity: outage.app === 'webhook-ingest' ? 'critical' : 'warning',
      summary: summaryOf(outage, remainder),
      numbers: {
        app: outage.app,
        awayFrom: limaInstant(outage.awayFrom),
        backAt: limaInstant(outage.backAt),
        minutes: minutesOf(outage),
        ...remainder,
      },
    });
    if (Object.values(remainder).some((count) => count > 0)) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query('update outage set settled_at = $2 where id = $1 and settled_at is null', [
        outage.id,
        this.clock.now(),
      ]);
      await this.alerts.clear(key, manager);
    });
  }

  /** Brings forward every search of a CIP that could have been paid unheard, and gives them more of the budget. */
  private async searchOpenCips(backAt: Date): Promise<void> {
    const accounts = await this.dataSource.query<{ id: string }[]>(
      `select id from gateway_account a where exists (
         select 1 from ${UNSEARCHED} and c.account_id = a.id)`,
      [backAt],
    );
    for (const { id } of accounts) await this.catchUp.begin(id);
    for (;;) {
      const [, count] = await this.dataSource.query<[unknown[], number]>(
        `update cip set poll_at = $2, poll_priority = case poll_priority when 'old' then 'fresh' else poll_priority end
         where id in (
           select c.id from ${UNSEARCHED} and c.poll_at > $2 order by p.expires_at limit $3 for update of c skip locked)`,
        [backAt, this.clock.now(), CIPS_PER_STEP],
      );
      if (count < CIPS_PER_STEP) return;
    }
  }

  private async remainderOf({ app, backAt }: OpenOutage): Promise<Remainder> {
    const [row] = await this.dataSource.query<Remainder[]>(
      `select
         (select count(*)::int from notification where status in ('pending', 'waiting') and next_at is not null
            and received_at <= $1) as "notificationsWaiting",
         ${SEARCHES_DUE[app]} as "searchesDue",
         (select count(*)::int from payment where next_at <= $1 and state in ('created', 'pending')) as "deadlinesDue"`,
      [backAt],
    );
    return row ?? { notificationsWaiting: 0, searchesDue: 0, deadlinesDue: 0 };
  }
}

/** $1: when we came back. A CIP whose poll schedule has ended is not open any more. */
const UNSEARCHED = `cip c join payment p on p.id = c.payment_id
  where c.poll_at is not null and c.number is not null and c.status = 'pending' and c.created_at < $1
    and (c.polled_at is null or c.polled_at < $1) and p.state in ('created', 'pending', 'expiring')`;

const OVERDUE = `(select count(*)::int from cip where poll_at <= $1 and number is not null)`;

const SEARCHES_DUE: Record<WatchedApp, string> = {
  'webhook-ingest': `(select count(*)::int from ${UNSEARCHED})`,
  // Notifications came in all the same: what was due is enough.
  'reconciliation-worker': OVERDUE,
  'expiry-worker': '0',
};

function minutesOf({ awayFrom, backAt }: OpenOutage): number {
  return Math.round((backAt.getTime() - awayFrom.getTime()) / 60_000);
}

function summaryOf(outage: OpenOutage, left: Remainder): string {
  const gone = `${outage.app} was away for ${minutesOf(outage)} minutes, from ${limaInstant(outage.awayFrom)} to ${limaInstant(outage.backAt)}.`;
  return `${gone} Left to do: ${left.searchesDue} searches, ${left.notificationsWaiting} notifications, ${left.deadlinesDue} deadlines.`;
}
