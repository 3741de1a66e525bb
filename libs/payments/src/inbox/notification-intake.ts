import type { DataSource } from 'typeorm';
import { columns } from '../columns.js';
import { InTurn } from '../in-turn.js';
import { runAlone, statement } from '../statements.js';

/** One received notification as it will be kept: evidence first, extracted names beside it (requirements R2, R17). */
export interface NotificationRecord {
  readonly id: string;
  readonly receivedAt: Date;
  /** `inbox` is applied; `signed` failed a later check and may be replayed; `quarantine` is evidence only. */
  readonly lane: 'inbox' | 'signed' | 'quarantine';
  readonly accountId: string | null;
  readonly pathAccount: string | null;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly signatureVerdict: string;
  readonly sourceVerdict: string;
  readonly bodyVerdict: string;
  readonly extrasAuthenticated: boolean;
  readonly eventType: string | null;
  readonly cipNumber: string | null;
  readonly operationNumber: string | null;
  readonly transactionCode: string | null;
}

export interface IntakeOptions {
  /** Called after a flush: the ids to apply, so that one job announces them all, and how many CIPs want a search. */
  readonly onStored: (stored: { ids: string[]; searches: number }) => void;
}

/** The sender is better served by a quick 503 and its second attempt than by an answer after its patience. */
const MAX_WAITING = 10_000;
/** Rows per flush. */
const MAX_BATCH = 500;

/**
 * Group commit: a row that arrives while nothing is being written is written at once; those that arrive during a
 * write go together in the next, one write in flight. `store` resolves only after its row is committed
 * (invariant 5). The insert is idempotent by id, so a retry after a lost answer stores nothing twice.
 */
export class NotificationIntake {
  private readonly rows: InTurn<NotificationRecord, void>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: IntakeOptions,
  ) {
    this.rows = new InTurn((records) => this.flush(records), MAX_BATCH);
  }

  /** Rejects with what the database said about this row, or about all while it is away; and when too many wait. */
  async store(record: NotificationRecord): Promise<void> {
    if (this.rows.waiting >= MAX_WAITING) throw new Error('too many notifications wait to be stored');
    await this.rows.ask(record);
  }

  private async flush(records: readonly NotificationRecord[]): Promise<void[]> {
    const searches = await this.insert(records);
    const ids = records.filter((record) => record.lane === 'inbox').map((record) => record.id);
    this.options.onStored({ ids, searches });
    return records.map(() => undefined);
  }

  private async insert(records: readonly NotificationRecord[]): Promise<number> {
    const rows = records.map((record) => ({
      id: record.id,
      received_at: record.receivedAt,
      lane: record.lane,
      account_id: record.accountId,
      path_account: record.pathAccount,
      raw: record.raw.toString('hex'),
      headers: JSON.stringify(record.headers),
      source_address: record.sourceAddress,
      peer_address: record.peerAddress,
      signature_verdict: record.signatureVerdict,
      source_verdict: record.sourceVerdict,
      body_verdict: record.bodyVerdict,
      extras_authenticated: record.extrasAuthenticated,
      event_type: record.eventType,
      cip_number: record.cipNumber,
      operation_number: record.operationNumber,
      transaction_code: record.transactionCode,
      status: record.lane === 'inbox' ? 'pending' : 'rejected',
      next_at: record.lane === 'inbox' ? record.receivedAt : null,
    }));
    const values = ROWS.values(rows);
    if (!records.some((record) => record.lane === 'signed')) {
      await runAlone(this.dataSource, statement(INSERT, values));
      return 0;
    }
    const [result]: { searches: number }[] = await this.dataSource.query(INSERT_AND_SEARCH, values);
    return result?.searches ?? 0;
  }
}

const ROWS = columns({
  id: 'text',
  received_at: 'timestamptz',
  lane: 'text',
  account_id: 'text',
  path_account: 'text',
  raw: 'text',
  headers: 'jsonb',
  source_address: 'text',
  peer_address: 'text',
  signature_verdict: 'text',
  source_verdict: 'text',
  body_verdict: 'text',
  extras_authenticated: 'boolean',
  event_type: 'text',
  cip_number: 'text',
  operation_number: 'text',
  transaction_code: 'text',
  status: 'text',
  next_at: 'timestamptz',
});
const INSERT = `insert into notification (${ROWS.names})
  select id, received_at, lane, account_id, path_account, decode(raw, 'hex'), headers, source_address, peer_address,
    signature_verdict, source_verdict, body_verdict, extras_authenticated, event_type, cip_number, operation_number,
    transaction_code, status, next_at
  from ${ROWS.source}
  on conflict (id, received_at) do nothing`;

/** A signed message that failed another check proves nothing but is a reason to ask the gateway at once. */
const INSERT_AND_SEARCH = `with stored as (${INSERT} returning lane, account_id, cip_number, received_at),
  asked as (update cip c set poll_at = s.received_at, poll_priority = 'fresh' from stored s
    where s.lane = 'signed' and c.account_id = s.account_id and c.number = s.cip_number returning c.id)
  select count(*)::int as searches from asked`;
