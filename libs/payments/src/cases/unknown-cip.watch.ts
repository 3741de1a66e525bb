import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { SweepQuestions } from '../gateway-commands/sweep-questions.js';
import { bindOrphan } from '../inbox/orphan.binding.js';
import { NO_PAYMENT_OF_OURS } from '../inbox/unknown-cip.outcome.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { DueCase } from './due-case.js';
import { nextLookAt } from './next-look.js';

export interface UnknownCipWatchParts {
  readonly dataSource: DataSource;
  readonly ledger: PaymentLedger;
  readonly questions: SweepQuestions;
  readonly clock: Clock;
  /** Notifications wait to be applied after all. */
  readonly onFound: () => void;
}

const NEXT_TURN_MS = 60_000;

/**
 * A CIP that was nobody's may become known: a create whose answer was late, or a backup that was levelled. Its case then
 * ends by itself, and what PagoEfectivo said about it is applied as if it had come just now.
 */
export class UnknownCipWatch {
  constructor(private readonly parts: UnknownCipWatchParts) {}

  async look({ id, account_id: accountId, cip, attempts }: DueCase): Promise<void> {
    const { dataSource, questions, clock } = this.parts;
    if (accountId !== null && cip !== null) {
      const known = await this.knownPayment(accountId, cip);
      if (known === null && (await questions.take(accountId, 1)) === 0) return this.waitForATurn(id);
      const paymentId = known ?? (await this.ask(accountId, cip));
      if (paymentId !== null) return this.settle(id, { accountId, cip, paymentId });
    }
    await dataSource.query(`update review_case set next_at = $2, lease_until = null where id = $1 and state = 'open'`, [
      id,
      nextLookAt('unknown_cip', attempts, clock.now()),
    ]);
  }

  /** Nobody was asked, so it does not count as a look. */
  private async waitForATurn(id: string): Promise<void> {
    const { dataSource, clock } = this.parts;
    await dataSource.query(
      `update review_case set next_at = $2, attempts = attempts - 1, lease_until = null where id = $1 and state = 'open'`,
      [id, new Date(clock.now().getTime() + NEXT_TURN_MS)],
    );
  }

  private async knownPayment(accountId: string, cip: string): Promise<string | null> {
    const [known] = await this.parts.dataSource.query<{ payment_id: string }[]>(
      'select payment_id from cip where account_id = $1 and number = $2',
      [accountId, cip],
    );
    return known?.payment_id ?? null;
  }

  private async ask(accountId: string, cip: string): Promise<string | null> {
    const { dataSource, ledger, questions } = this.parts;
    const gateway = await questions.gateways.of(accountId);
    const outcome = await gateway.searchCips([cip]);
    const record = outcome.kind === 'ok' ? outcome.value.find((entry) => entry.number === cip) : undefined;
    return record ? bindOrphan({ dataSource, ledger }, { accountId, record }) : null;
  }

  private async settle(id: string, found: { accountId: string; cip: string; paymentId: string }): Promise<void> {
    const { dataSource, clock, onFound } = this.parts;
    const now = clock.now();
    await dataSource.transaction(async (manager) => {
      await manager.query(
        `update review_case set state = 'resolved', resolution = 'superseded', resolved_by = 'gateway', resolved_at = $2,
           reason = $3, next_at = null, lease_until = null where id = $1 and state = 'open'`,
        [id, now, `The CIP is known now: it belongs to ${found.paymentId}.`],
      );
      await manager.query(
        `update notification set status = 'pending', next_at = $3, settled_at = null, outcome = null
         where account_id = $1 and cip_number = $2 and status = 'ignored' and outcome = $4`,
        [found.accountId, found.cip, now, NO_PAYMENT_OF_OURS],
      );
      // Where a settlement file told of the money, only a search proves it.
      await manager.query('update cip set poll_at = least(poll_at, $3) where account_id = $1 and number = $2', [
        found.accountId,
        found.cip,
        now,
      ]);
    });
    onFound();
  }
}
