import type { DataSource } from 'typeorm';
import { openCase } from '../cases/open-case.js';
import type { Clock } from '../clock.port.js';
import type { SweepQuestions } from '../gateway-commands/sweep-questions.js';
import type { CipRecord } from '../gateway.port.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import { bindOrphan } from './orphan.binding.js';
import { NO_PAYMENT_OF_OURS } from './unknown-cip.outcome.js';

export interface ResolverOptions {
  /** Questions before an unanswered CIP becomes a case. */
  readonly maxAttempts?: number;
  readonly onFound?: () => void;
}

interface WaitingRow {
  id: string;
  account_id: string;
  cip_number: string;
  attempts: number;
}

const LEASE = `interval '2 minutes'`;
const BACKOFF_MS = 10_000;

/**
 * Verified notifications about CIPs we do not know: money on a create whose answer was lost, or on a CIP that is not
 * ours. The gateway is asked for the number; only its answer, with the transaction code that we sent, binds the
 * number to a payment (pagoefectivo-api.md §13.3). What stays unknown becomes a case (requirement R20).
 */
export class UnknownCipResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly questions: SweepQuestions,
    private readonly clock: Clock,
    private readonly options: ResolverOptions = {},
  ) {}

  /** Looks at waiting notifications whose moment has come. Returns how many. */
  async resolveDue(limit = 50): Promise<number> {
    const [rows] = (await this.dataSource.query(
      `update notification set lease_until = now() + ${LEASE} where (id, received_at) in (
         select id, received_at from notification where status = 'waiting' and next_at <= $1
           and (lease_until is null or lease_until < now()) order by next_at limit $2 for update skip locked)
       returning id, account_id, cip_number, attempts`,
      [this.clock.now(), limit],
    )) as [WaitingRow[], number];
    for (const row of rows) await this.resolve(row);
    return rows.length;
  }

  private async resolve(row: WaitingRow): Promise<void> {
    if (await this.isKnown(row)) return this.release(row);
    if ((await this.questions.take(row.account_id, 1)) === 0) return this.waitForATurn(row);
    const gateway = await this.questions.gateways.of(row.account_id);
    const outcome = await gateway.searchCips([row.cip_number]);
    const record = outcome.kind === 'ok' ? outcome.value.find((entry) => entry.number === row.cip_number) : undefined;
    if (record) {
      const { dataSource, ledger } = this;
      const bound = await bindOrphan({ dataSource, ledger }, { accountId: row.account_id, record });
      if (bound !== null) return this.release(row);
    }
    // The answer to its create may have come while the gateway was asked.
    if (await this.isKnown(row)) return this.release(row);
    // While the answer to one of our creates may still come, its CIP is unknown only to us.
    const ours = record?.transactionCode != null && (await this.mayBecomeKnown(row, record.transactionCode));
    const answered = outcome.kind === 'ok';
    if (ours || !answered || (row.attempts < (this.options.maxAttempts ?? 6) && !record)) return this.waitLonger(row);
    return this.openCase(row, record);
  }

  private async isKnown(row: WaitingRow): Promise<boolean> {
    const known: unknown[] = await this.dataSource.query('select 1 from cip where account_id = $1 and number = $2', [
      row.account_id,
      row.cip_number,
    ]);
    return known.length > 0;
  }

  /** One of ours whose answer is still to come, or came just now. */
  private async mayBecomeKnown(row: WaitingRow, transactionCode: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      'select 1 from cip where account_id = $1 and transaction_code = $2 and (number is null or number = $3)',
      [row.account_id, transactionCode, row.cip_number],
    );
    return rows.length > 0;
  }

  private async release(row: WaitingRow): Promise<void> {
    await this.dataSource.query(
      `update notification set status = 'pending', next_at = $2, lease_until = null where id = $1 and status = 'waiting'`,
      [row.id, this.clock.now()],
    );
    this.options.onFound?.();
  }

  /** Nobody was asked: the number of questions before a case stays what it was. */
  private async waitForATurn(row: WaitingRow): Promise<void> {
    await this.dataSource.query(
      `update notification set next_at = $2, lease_until = null where id = $1 and status = 'waiting'`,
      [row.id, new Date(this.clock.now().getTime() + BACKOFF_MS)],
    );
  }

  private async waitLonger(row: WaitingRow): Promise<void> {
    const next = new Date(this.clock.now().getTime() + BACKOFF_MS * 2 ** Math.min(row.attempts, 8));
    await this.dataSource.query(
      `update notification set attempts = attempts + 1, next_at = $2, lease_until = null where id = $1 and status = 'waiting'`,
      [row.id, next],
    );
  }

  private async openCase(row: WaitingRow, record: CipRecord | undefined): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.transaction(async (manager) => {
      await openCase(
        manager,
        {
          key: `unknown_cip:${row.account_id}:${row.cip_number}`,
          kind: 'unknown_cip',
          shopId: null,
          accountId: row.account_id,
          notificationId: row.id,
          details: { cip: row.cip_number, transactionCode: record?.transactionCode ?? null },
        },
        now,
      );
      await manager.query(
        `update notification set status = 'ignored', outcome = $3, next_at = null, lease_until = null, settled_at = $2
         where id = $1 and status = 'waiting'`,
        [row.id, now, NO_PAYMENT_OF_OURS],
      );
    });
  }
}
