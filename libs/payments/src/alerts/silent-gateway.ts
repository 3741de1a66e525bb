import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { notificationEvidence } from '../diagnosis/refused-notifications.js';
import type { RefusedNotifications } from '../diagnosis/refused-notifications.js';
import {
  ANNOUNCED_WITHIN_MS,
  HEARING_MEMORY_MS,
  HEARD_RUN,
  type HearingSample,
  judgeSilence,
  SILENCE_WINDOW_MS,
  SILENT_RUN,
} from '../domain/index.js';
import { WAITING_FOR_CIP } from '../inbox/waiting-notifications.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { Alerts } from './alerts.js';
import type { CatchUp } from './catch-up.js';

/** Payments of one account that are looked at; more say nothing more. */
const SAMPLE_LIMIT = 500;

interface AccountSample extends HearingSample {
  readonly accountId: string;
  readonly slug: string;
  readonly livemode: boolean;
  readonly lastAnnouncedAt: Date | null;
}

/**
 * Notices that PagoEfectivo no longer announces an account's payments, tells it with numbers, and has open CIPs
 * searched more often until announcements return. The alert is the memory: it survives restarts.
 */
export class SilentGateway {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
    private readonly catchUp: CatchUp,
  ) {}

  async look(): Promise<void> {
    const now = this.clock.now();
    for (const sample of await this.samples(now)) {
      const key = `gateway_silent:${sample.accountId}`;
      const verdict = judgeSilence(sample);
      switch (verdict) {
        case 'stopped':
        case 'missing':
          await this.raise(key, sample, verdict, now);
          await this.catchUp.begin(sample.accountId);
          break;
        case 'heard':
          if (await this.alerts.clear(key)) await this.catchUp.end(sample.accountId);
          break;
        case 'unsure':
          if (await this.alerts.isUncleared(key)) await this.catchUp.begin(sample.accountId);
          break;
      }
    }
  }

  private async raise(key: string, sample: AccountSample, verdict: 'stopped' | 'missing', now: Date): Promise<void> {
    const { refused } = await notificationEvidence(this.dataSource, new Date(now.getTime() - SILENCE_WINDOW_MS));
    const { slug, livemode, unannounced, announced, lastAnnouncedAt } = sample;
    const lately =
      verdict === 'stopped'
        ? `None of the latest ${SILENT_RUN} payments of account ${slug} was announced within ten minutes.`
        : `${unannounced} of ${unannounced + announced} payments of account ${slug} in two hours were not announced within ten minutes.`;
    await this.alerts.raise({
      kind: 'gateway_silent',
      key,
      severity: livemode ? 'critical' : 'warning',
      summary: [lately, ...refused.slice(0, 3).map(sentence)].join(' '),
      numbers: {
        account: slug,
        livemode,
        verdict,
        windowMinutes: SILENCE_WINDOW_MS / 60_000,
        unannounced,
        announced,
        lastAnnouncedAt: lastAnnouncedAt && limaInstant(lastAnnouncedAt),
        refused: refused.map(({ why, sourceAddress, count, lastAt }) => ({
          why,
          sourceAddress,
          count,
          lastAt: limaInstant(lastAt),
        })),
      },
    });
  }

  private samples(now: Date): Promise<AccountSample[]> {
    const before = (ms: number): Date => new Date(now.getTime() - ms);
    return this.dataSource.query<AccountSample[]>(SAMPLES, [
      before(HEARING_MEMORY_MS),
      before(SILENCE_WINDOW_MS),
      before(ANNOUNCED_WITHIN_MS),
      Math.max(SILENT_RUN, HEARD_RUN),
      SAMPLE_LIMIT,
    ]);
  }
}

function sentence({ why, sourceAddress, count }: RefusedNotifications): string {
  const from = sourceAddress === null ? '' : ` from ${sourceAddress}`;
  switch (why) {
    case 'wrong_address':
      return `${count} signed ones came${from}, which WEBHOOK_ALLOWED_SOURCES does not name.`;
    case 'stale':
      return `${count} signed ones${from} carried a stamp that is too old.`;
    case 'bad_signature':
      return `${count} came${from} with a signature of no secret that is known here.`;
  }
}

/**
 * $1 week, $2 window, $3 due to be announced, $4 run, $5 limit. A payment counts once it is announced, or unannounced
 * and older than $3. Left out: what was paid while no ingest ran (nobody could hear it), what waits in the inbox (it is
 * announced, only not applied), and what the gateway calls paid without our believing it (no receipt).
 */
const SAMPLES = `
  select a.id as "accountId", a.slug, a.livemode, s.unannounced, s.announced, s.latest, s.last as "lastAnnouncedAt"
  from gateway_account a
  cross join lateral (
    select (count(*) filter (where x.paid_at >= $2 and x.announced_at is null))::int as unannounced,
      (count(*) filter (where x.paid_at >= $2 and x.announced_at is not null))::int as announced,
      coalesce((array_agg(x.announced_at is not null order by x.paid_at desc))[1:$4], '{}') as latest,
      max(x.announced_at) as last
    from (
      select c.announced_at, r.paid_at
      from (
        select * from cip where account_id = a.id and status = 'paid' and status_at >= $1
        order by status_at desc limit $5
      ) c
      cross join lateral (
        select min(coalesce(paid_at, recorded_at)) as paid_at from receipt
        where payment_id = c.payment_id and cip_id = c.id
      ) r
      where r.paid_at >= $1 and (c.announced_at is not null or (
        r.paid_at <= $3
        and not exists (select 1 from ${WAITING_FOR_CIP} n)
        and not exists (
          select 1 from outage o where o.app = 'webhook-ingest' and o.back_at >= r.paid_at
            and o.away_from <= r.paid_at + interval '10 minutes')
      ))
    ) x
  ) s`;
