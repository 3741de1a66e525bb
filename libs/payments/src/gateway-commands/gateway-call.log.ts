import type { DataSource } from 'typeorm';
import { newId } from '../identifiers.js';
import { canonicalJson } from '../json.js';

/** One request to the gateway as its client saw it; secrets and personal data are already taken out. */
export interface GatewayCall {
  readonly at: Date;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly httpStatus: number | null;
  readonly outcome: string;
  readonly durationMs: number;
  readonly cipNumbers: readonly string[];
  readonly request: unknown;
  readonly response: unknown;
  readonly error: string | null;
  /** The payment it was made for; null for authorizations and batched searches. */
  readonly paymentRef: string | null;
  /** How far the gateway's clock is ahead of ours by the answer's `Date`; null when it told none. */
  readonly clockAheadMs?: number | null;
}

/**
 * Keeps every call for the timeline (requirement R9). Rows are written behind the calls, several at a time: a log that
 * cannot be written must not fail a payment, so a failure is told to `onError` and the rows are dropped.
 */
export class GatewayCallLog {
  private rows: Record<string, unknown>[] = [];
  private writing: Promise<void> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly onError: (error: unknown, what: string) => void,
  ) {}

  record(accountId: string, call: GatewayCall): void {
    this.rows.push({
      id: newId('call', call.at),
      at: call.at,
      account_id: accountId,
      payment_id: call.paymentRef,
      operation: call.operation,
      method: call.method,
      path: call.path,
      http_status: call.httpStatus,
      outcome: call.outcome,
      duration_ms: Math.round(call.durationMs),
      cip_numbers: call.cipNumbers,
      request: call.request ?? null,
      response: call.response ?? null,
      error: call.error,
    });
    this.writing ??= this.drain();
  }

  /** Resolves when everything recorded so far is written. */
  async flush(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private async drain(): Promise<void> {
    while (this.rows.length > 0) {
      const batch = this.rows.splice(0, 200);
      try {
        await this.dataSource.query(INSERT, [canonicalJson(batch)]);
      } catch (error) {
        this.onError(error, `gateway call log: ${batch.length} rows dropped`);
      }
    }
    this.writing = null;
  }
}

const INSERT = `insert into gateway_call (id, at, account_id, payment_id, operation, method, path, http_status, outcome,
    duration_ms, cip_numbers, request, response, error)
  select * from jsonb_to_recordset($1::jsonb) as x(id text, at timestamptz, account_id text, payment_id text, operation text,
    method text, path text, http_status int, outcome text, duration_ms int, cip_numbers text[], request jsonb,
    response jsonb, error text)`;
