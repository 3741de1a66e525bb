import { redact } from '#platform';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import { RequestEntity } from '../database/request.entity.js';
import { storableJson } from '../database/storable.js';
import type { Operation } from '../faults/faults.js';

export interface RecordedRequest {
  at: Date;
  operation: Operation;
  method: string;
  path: string;
  /** null: no answer was sent. */
  status: number | null;
  transactionCode: string | null;
  cips: string[];
  /** As received; redacted before it is stored. null where it is not worth keeping. */
  body: unknown;
  fault: string | null;
}

export interface RequestFilter {
  operation: Operation | null;
  transactionCode: string | null;
}

/** Requests kept; enough for every acceptance run, and a load test does not fill the disk. */
const KEPT_REQUESTS = 50_000;
const PRUNE_EVERY = 1_000;

/** What the merchant asked of the gateway, so that a test can count creates instead of believing. */
export class RequestLog {
  constructor(private readonly dataSource: DataSource) {}

  /** Written before the answer leaves: who has an answer finds its request here. */
  async record(request: RecordedRequest): Promise<void> {
    const { at, operation, method, path, status, transactionCode, cips, fault } = request;
    const body = request.body === null ? null : JSON.stringify(storableJson(redact(request.body)));
    const rows = await this.dataSource.query<{ id: string }[]>(
      `insert into sandbox.request (at, operation, method, path, status, transaction_code, cips, body, fault)
        values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) returning id`,
      [at, operation, method, path, status, transactionCode, cips, body, fault],
    );
    const position = Number(rows[0]?.id ?? 0);
    if (position % PRUNE_EVERY === 0 && position > KEPT_REQUESTS) {
      await this.dataSource.manager.delete(RequestEntity, { id: LessThanOrEqual(String(position - KEPT_REQUESTS)) });
    }
  }

  /** Newest first, older than the row `before`. */
  async list(filter: RequestFilter, page: { before: string | null; limit: number }): Promise<RequestEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(RequestEntity, 'request');
    if (filter.operation !== null) query.andWhere('request.operation = :operation', { operation: filter.operation });
    if (filter.transactionCode !== null) {
      query.andWhere('request.transaction_code = :code', { code: filter.transactionCode });
    }
    if (page.before !== null) query.andWhere('request.id < :before', { before: page.before });
    return query.orderBy('request.id', 'DESC').take(page.limit).getMany();
  }

  /** How often each operation was asked for, over all requests kept (of that `transactionCode`). */
  async counts(transactionCode: string | null): Promise<Record<Operation, number>> {
    const rows: { operation: Operation; count: string }[] = await this.dataSource.manager.query(
      `select operation, count(*) as count from sandbox.request
        where $1::text is null or transaction_code = $1 group by operation`,
      [transactionCode],
    );
    const counts: Record<Operation, number> = { authorize: 0, create: 0, search: 0, extend: 0, delete: 0, refund: 0 };
    for (const row of rows) counts[row.operation] = Number(row.count);
    return counts;
  }
}
