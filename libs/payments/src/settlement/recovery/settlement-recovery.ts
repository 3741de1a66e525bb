import type { DataSource } from 'typeorm';
import type { Clock } from '../../clock.port.js';
import { formatAmount } from '../../domain/index.js';
import type { CipRecord, Gateways } from '../../gateway.port.js';
import { bindOrphan } from '../../inbox/orphan.binding.js';
import type { PaymentLedger } from '../../orders/payment-ledger.js';
import type { AskedCip, CipSearch } from '../../searches/cip-search.service.js';
import { openSettlementCase } from '../settlement-case.writer.js';
import { namedCips } from './named-cips.js';

export interface RecoveryReport {
  /** CIPs that the file names, each once. */
  readonly named: number;
  readonly searched: number;
  /** The gateway could not be asked about these: run the same again. */
  readonly unasked: number;
  /** The gateway was asked and does not know these: the file may be of another account. */
  readonly unknownThere: number;
  /** Payments whose state is another than before. */
  readonly paymentsChanged: number;
  /** CIPs of ours that got their number back. */
  readonly bound: number;
  /** Money on CIPs that no payment of ours has: each a case. */
  readonly unknownPaid: number;
  /** CIPs that no payment of ours has and nobody paid. They can still be paid while they live. */
  readonly unknownUnpaid: number;
}

export interface RecoveryParts {
  readonly dataSource: DataSource;
  readonly ledger: PaymentLedger;
  readonly search: CipSearch;
  readonly gateways: Gateways;
}

export interface RecoveryOptions {
  /** Waits until the budget of gateway calls may have grown. */
  readonly pause: () => Promise<void>;
  readonly onProgress?: (done: number) => void;
}

/** CIPs looked at together; the search splits them into calls. */
const PORTION = 500;

/**
 * Brings the books level after a backup was restored: every CIP that the panel's export names is asked about at the
 * gateway, whose answers count as any search's do. The file itself proves nothing (invariant 8). What it cannot bring
 * back is an order that was opened after the backup: its money becomes a case. May be run again at any time.
 */
export class SettlementRecovery {
  constructor(
    private readonly parts: RecoveryParts,
    private readonly clock: Clock,
    private readonly options: RecoveryOptions,
  ) {}

  /** Throws SettlementFileError when the file cannot be read; what was found until then stays found. */
  async recover(file: {
    readonly path: string;
    readonly account: { readonly id: string; readonly currency: 'PEN' | 'USD' };
    readonly map?: Readonly<Record<string, string>>;
  }): Promise<RecoveryReport> {
    let report: RecoveryReport = {
      named: 0,
      searched: 0,
      unasked: 0,
      unknownThere: 0,
      paymentsChanged: 0,
      bound: 0,
      unknownPaid: 0,
      unknownUnpaid: 0,
    };
    for await (const numbers of namedCips(file.path, file.map ?? {}, PORTION)) {
      report = plus(report, await this.level(file.account.id, numbers));
      this.options.onProgress?.(report.named);
    }
    return report;
  }

  private async level(accountId: string, numbers: readonly string[]): Promise<RecoveryReport> {
    const { unknown, ...ours } = await this.askAbout(accountId, numbers);
    const bound = new Set<string>();
    let unknownPaid = 0;
    for (const record of unknown) {
      const paymentId = await bindOrphan(this.parts, { accountId, record });
      if (paymentId !== null) bound.add(record.number);
      else if (record.status === 'paid') {
        unknownPaid += 1;
        await this.openCase(accountId, record);
      }
    }
    // What has its number again is asked about as ours.
    const again = bound.size === 0 ? null : await this.askAbout(accountId, [...bound]);
    return {
      named: numbers.length,
      searched: ours.searched,
      unasked: ours.unasked + (again?.unasked ?? 0),
      unknownThere: ours.unknownThere,
      paymentsChanged: ours.paymentsChanged + (again?.paymentsChanged ?? 0),
      bound: bound.size,
      unknownPaid,
      unknownUnpaid: unknown.length - bound.size - unknownPaid,
    };
  }

  /** Asks about CIPs, ours or not, and applies what the answers say about ours. */
  private async askAbout(
    accountId: string,
    numbers: readonly string[],
  ): Promise<
    Pick<RecoveryReport, 'searched' | 'unasked' | 'unknownThere' | 'paymentsChanged'> & { unknown: CipRecord[] }
  > {
    const { dataSource, ledger, search } = this.parts;
    const known = await this.ourCips(accountId, numbers);
    const foreign = numbers.filter((number) => !known.has(number)).map((number) => stranger(accountId, number));
    const { records, unasked } = await this.askAll([...known.values(), ...foreign]);
    const answered = [...known.values()].filter((cip) => records.has(cip.id));
    const observations = search.observations(answered, { records, unasked: new Set(), deferred: new Set() });
    const paymentIds = [...new Set(answered.map((cip) => cip.paymentId))];
    const paymentsChanged = await dataSource.transaction(async (manager) => {
      const states = async (): Promise<Map<string, string>> => {
        const rows = await manager.query<{ id: string; state: string }[]>(
          'select id, state from payment where id = any($1)',
          [paymentIds],
        );
        return new Map(rows.map(({ id, state }) => [id, state]));
      };
      const before = await states();
      await ledger.observeMany(observations, manager);
      await manager.query('update cip set polled_at = $2, poll_count = poll_count + 1 where id = any($1)', [
        answered.map((cip) => cip.id),
        this.clock.now(),
      ]);
      return [...(await states())].filter(([id, state]) => before.get(id) !== state).length;
    });
    const unknown = foreign.flatMap((cip) => records.get(cip.id) ?? []);
    const unknownThere = numbers.length - records.size - unasked;
    return { searched: records.size, unasked, unknownThere, paymentsChanged, unknown };
  }

  /** Within the budget, however long that takes: checkouts go first. */
  private async askAll(cips: readonly AskedCip[]): Promise<{ records: Map<string, CipRecord>; unasked: number }> {
    const records = new Map<string, CipRecord>();
    let left = cips;
    let unasked = 0;
    while (left.length > 0) {
      const answers = await this.parts.search.ask(left, { priority: 'old' });
      for (const [id, record] of answers.records) records.set(id, record);
      unasked += answers.unasked.size - answers.deferred.size;
      left = left.filter((cip) => answers.deferred.has(cip.id));
      if (left.length > 0) await this.options.pause();
    }
    return { records, unasked };
  }

  private async ourCips(accountId: string, numbers: readonly string[]): Promise<Map<string, AskedCip>> {
    const rows = await this.parts.dataSource.query<
      {
        id: string;
        payment_id: string;
        number: string;
        transaction_code: string;
        amount_minor: string;
        currency: string;
      }[]
    >(
      `select id, payment_id, number, transaction_code, amount_minor, currency from cip
       where account_id = $1 and number = any($2)`,
      [accountId, numbers],
    );
    return new Map(
      rows.map((row) => [
        row.number,
        {
          id: row.id,
          paymentId: row.payment_id,
          accountId,
          number: row.number,
          transactionCode: row.transaction_code,
          amountMinor: BigInt(row.amount_minor),
          currency: row.currency,
        },
      ]),
    );
  }

  private async openCase(accountId: string, record: CipRecord): Promise<void> {
    const details = {
      cip: record.number,
      transactionCode: record.transactionCode,
      amount: record.amountMinor === null ? null : formatAmount(record.amountMinor),
      currency: record.currency,
      paidAt: record.paidAt,
    };
    // The same key as a notification's: one case for one CIP.
    const entry = {
      key: `unknown_cip:${accountId}:${record.number}`,
      kind: 'unknown_cip',
      accountId,
      details,
    } as const;
    await openSettlementCase(this.parts.dataSource.manager, entry, this.clock.now());
  }
}

/** A CIP of which only the number is known, as a question. */
function stranger(accountId: string, number: string): AskedCip {
  return { id: `?${number}`, paymentId: '', accountId, number, transactionCode: '', amountMinor: 0n, currency: '' };
}

function plus(one: RecoveryReport, other: RecoveryReport): RecoveryReport {
  return {
    named: one.named + other.named,
    searched: one.searched + other.searched,
    unasked: one.unasked + other.unasked,
    unknownThere: one.unknownThere + other.unknownThere,
    paymentsChanged: one.paymentsChanged + other.paymentsChanged,
    bound: one.bound + other.bound,
    unknownPaid: one.unknownPaid + other.unknownPaid,
    unknownUnpaid: one.unknownUnpaid + other.unknownUnpaid,
  };
}
