import type { DataSource } from 'typeorm';

/** Messages of one kind that were not taken. */
export interface RefusedNotifications {
  /** `wrong_address` and `stale` had a valid signature; `bad_signature` stands for every other fault of a signature. */
  readonly why: 'wrong_address' | 'stale' | 'bad_signature';
  /** Whom they came from; null where that could not be told. */
  readonly sourceAddress: string | null;
  readonly count: number;
  readonly lastAt: Date;
}

export interface NotificationEvidenceReport {
  /** When the last one came that was taken; null when none ever was. */
  readonly lastTakenAt: Date | null;
  readonly lastTakenFrom: string | null;
  /** Since the time asked about, most frequent first, at most ten of each kind. */
  readonly refused: readonly RefusedNotifications[];
}

/** What came in as notifications, from the evidence that is kept (requirements R6, R26). */
export async function notificationEvidence(dataSource: DataSource, since: Date): Promise<NotificationEvidenceReport> {
  const [last] = await dataSource.query<{ at: Date; source: string | null }[]>(
    `select received_at as at, source_address as source from notification
     where lane = 'inbox' order by received_at desc limit 1`,
  );
  const refused = await dataSource.query<RefusedNotifications[]>(
    `select why, "sourceAddress", count, "lastAt" from (
       select why, source_address as "sourceAddress", count(*)::int as count, max(received_at) as "lastAt",
         row_number() over (partition by why order by count(*) desc, max(received_at) desc) as place
       from (
         select case when lane = 'quarantine' then 'bad_signature' when signature_verdict = 'stale' then 'stale'
             else 'wrong_address' end as why, source_address, received_at
         from notification where lane in ('signed', 'quarantine') and received_at >= $1
           and (lane = 'quarantine' or signature_verdict = 'stale' or source_verdict = 'not_allowed')
       ) found group by why, source_address
     ) ranked where place <= 10 order by count desc, "lastAt" desc`,
    [since],
  );
  return { lastTakenAt: last?.at ?? null, lastTakenFrom: last?.source ?? null, refused };
}
