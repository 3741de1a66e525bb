import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { CircuitState } from './endpoint-circuit.js';
import { circuitState } from './endpoint-circuit.js';

/** Percentiles in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** How an endpoint does: what waits for it now, and what came of the attempts of a time. */
export interface EndpointStatistics {
  readonly endpointId: string;
  /** The figures of attempts and deliveries are of this time; what waits is of now. */
  readonly from: Date;
  readonly until: Date;
  readonly circuit: CircuitState;
  /** Until when nothing is sent while the circuit is open. */
  readonly circuitOpenUntil: Date | null;
  readonly failingSince: Date | null;
  /** Deliveries that are not settled. */
  readonly waiting: number;
  readonly oldestWaitingAt: Date | null;
  /** Deliveries that were given up and that nobody has sent again or resolved. */
  readonly failed: number;
  readonly attempts: {
    readonly total: number;
    readonly acknowledged: number;
    /** Answered, but not with 2xx. */
    readonly refused: number;
    /** No answer: connection, TLS, name or time. */
    readonly unanswered: number;
  };
  /** How long attempts took that were answered; null when there was none. */
  readonly answerMs: Percentiles | null;
  readonly delivered: number;
  /** From the event's numbering to its acknowledgement; null when nothing was delivered. */
  readonly deliveryMs: Percentiles | null;
  readonly lastDeliveredAt: Date | null;
  readonly lastFailure: { readonly at: Date; readonly httpStatus: number | null; readonly error: string | null } | null;
}

/** Figures per endpoint (requirement R21), of one shop or for operators. */
export class EndpointStatisticsReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Of the last `windowMs`. Null when the shop (or, without one, anybody) has no such endpoint. */
  async read(wanted: {
    shopId: string | null;
    endpointId: string;
    windowMs: number;
  }): Promise<EndpointStatistics | null> {
    const until = this.clock.now();
    const from = new Date(until.getTime() - wanted.windowMs);
    const [row] = await this.dataSource.query<StatisticsRow[]>(STATISTICS, [
      wanted.endpointId,
      wanted.shopId,
      from,
      until,
    ]);
    if (!row) return null;
    const { answerMs, deliveryMs, total, acknowledged, refused, unanswered, lastFailureAt, ...rest } = row;
    const { lastFailureStatus, lastFailureError, ...figures } = rest;
    return {
      ...figures,
      from,
      until,
      circuit: circuitState({ openUntil: row.circuitOpenUntil }, until),
      attempts: { total, acknowledged, refused, unanswered },
      answerMs: toPercentiles(answerMs),
      deliveryMs: toPercentiles(deliveryMs),
      lastFailure:
        lastFailureAt === null ? null : { at: lastFailureAt, httpStatus: lastFailureStatus, error: lastFailureError },
    };
  }
}

type StatisticsRow = Omit<
  EndpointStatistics,
  'from' | 'until' | 'circuit' | 'attempts' | 'answerMs' | 'deliveryMs' | 'lastFailure'
> &
  EndpointStatistics['attempts'] & {
    readonly answerMs: (number | null)[] | null;
    readonly deliveryMs: (number | null)[] | null;
    readonly lastFailureAt: Date | null;
    readonly lastFailureStatus: number | null;
    readonly lastFailureError: string | null;
  };

function toPercentiles(values: (number | null)[] | null): Percentiles | null {
  const [p50 = null, p95 = null, p99 = null, max = null] = values ?? [];
  if (p50 === null || p95 === null || p99 === null || max === null) return null;
  return { p50: Math.round(p50), p95: Math.round(p95), p99: Math.round(p99), max: Math.round(max) };
}

/** $1 endpoint, $2 shop or null, $3 from, $4 until. */
const STATISTICS = `
  select w.id as "endpointId", w.circuit_open_until as "circuitOpenUntil", w.failing_since as "failingSince",
    waiting.*, attempts.*, delivered.*, last_delivered.*, last_failure.*
  from webhook_endpoint w
  cross join lateral (
    select (count(*) filter (where d.status = 'pending'))::int as waiting,
      min(d.created_at) filter (where d.status = 'pending') as "oldestWaitingAt",
      (count(*) filter (where d.status = 'failed'))::int as failed
    from delivery d where d.endpoint_id = w.id and d.status in ('pending', 'failed')
  ) waiting
  cross join lateral (
    select count(*)::int as total,
      (count(*) filter (where a.http_status between 200 and 299))::int as acknowledged,
      (count(*) filter (where a.http_status not between 200 and 299))::int as refused,
      (count(*) filter (where a.http_status is null))::int as unanswered,
      percentile_disc(array[0.5, 0.95, 0.99, 1]) within group (order by a.duration_ms)
        filter (where a.http_status is not null) as "answerMs"
    from delivery_attempt a where a.endpoint_id = w.id and a.at > $3 and a.at <= $4
  ) attempts
  cross join lateral (
    select count(*)::int as delivered, percentile_disc(array[0.5, 0.95, 0.99, 1]) within group (
      order by extract(epoch from d.delivered_at - d.created_at)::float * 1000) as "deliveryMs"
    from delivery_attempt a join delivery d on d.id = a.delivery_id and d.delivered_at = a.at
    where a.endpoint_id = w.id and a.at > $3 and a.at <= $4 and a.http_status between 200 and 299
  ) delivered
  cross join lateral (
    select max(a.at) as "lastDeliveredAt" from delivery_attempt a
    where a.endpoint_id = w.id and a.at > $3 and a.at <= $4 and a.http_status between 200 and 299
  ) last_delivered
  left join lateral (
    select a.at as "lastFailureAt", a.http_status as "lastFailureStatus", a.error as "lastFailureError"
    from delivery_attempt a
    where a.endpoint_id = w.id and a.at > $3 and a.at <= $4
      and (a.http_status is null or a.http_status not between 200 and 299)
    order by a.at desc, a.id desc limit 1
  ) last_failure on true
  where w.id = $1 and ($2::text is null or w.shop_id = $2) and w.deleted_at is null`;
