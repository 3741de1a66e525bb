import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { CipStatus, Currency, Observation } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { newId } from '../identifiers.js';
import { groupBy } from '../group-by.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import { lastReturn } from '../outages/last-return.js';
import type { AskedCip, CipSearch, SearchAnswers } from '../searches/cip-search.service.js';

export interface ClosingOptions {
  readonly graceMs: number;
  /** How long a payment may wait for a gateway that cannot be asked (EXPIRY_MAX_HOLD). */
  readonly maxHoldMs: number;
  readonly onEvents?: () => void;
}

const HOLD_MS = 5 * 60_000;
const WAITING_HOLD_MS = 15_000;
const LEASE = `interval '5 minutes'`;

interface DuePayment {
  readonly id: string;
  readonly expiresAt: Date;
  readonly waiting: boolean;
  readonly cips: readonly (AskedCip & { readonly status: CipStatus })[];
}

/**
 * The clock. Closes what was not paid in two steps (requirements R7, R14): at the deadline the page closes and stock
 * stays held; after the grace the gateway is asked a last time, what is still payable is deleted, and only then, in
 * one transaction, the payment expires and its stock is released. Every other answer means hold (invariant 6).
 */
export class PaymentClosing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly search: CipSearch,
    private readonly clock: Clock,
    private readonly options: ClosingOptions,
  ) {}

  /** Looks at payments whose moment has come. Returns how many. */
  async sweep(limit = 200): Promise<number> {
    const passed = await this.passDeadlines(limit);
    const asked = await this.askLastQuestions(limit);
    return passed + asked;
  }

  private async passDeadlines(limit: number): Promise<number> {
    const ids = await this.claim(`state in ('created', 'pending')`, limit);
    if (ids.length === 0) return 0;
    const { graceMs } = this.options;
    await this.observe(ids.map((paymentId) => ({ kind: 'deadline', paymentId, graceMs })));
    return ids.length;
  }

  private async askLastQuestions(limit: number): Promise<number> {
    const ids = await this.claim(`state = 'expiring'`, limit);
    if (ids.length === 0) return 0;
    const payments = await this.load(ids);
    // While a verified notification waits to be applied, the question is not asked at all.
    const ready = payments.filter((payment) => !payment.waiting);
    const waiting = payments.filter((payment) => payment.waiting);
    await this.observe(
      waiting.map((payment) => this.hold(payment, WAITING_HOLD_MS, 'A notification waits to be applied.')),
    );

    const cips = ready.flatMap((payment) => payment.cips);
    const answers = await this.search.ask(cips, { urgent: true });
    await this.observe(this.search.observations(cips, answers));
    for (const payment of ready) await this.close(payment, answers);
    return ids.length;
  }

  private async close(payment: DuePayment, answers: SearchAnswers): Promise<void> {
    const said = payment.cips.map((cip) => answers.records.get(cip.id)?.status);
    if (said.includes('paid')) {
      const money = await this.whatMoneyMade(payment, answers);
      if (money === 'paid') return;
      if (money === 'unbelieved') {
        return this.observe([this.hold(payment, HOLD_MS, 'PagoEfectivo calls a CIP paid under another reference.')]);
      }
      // Of another amount: its case is open, the CIP is spent, and the order was not paid in its time.
    }
    if (payment.cips.some((cip) => answers.unasked.has(cip.id))) {
      // Time in which the clock itself was away is no time in which PagoEfectivo could not be asked.
      const back = await lastReturn(this.dataSource, 'expiry-worker');
      const askedFrom = Math.max(payment.expiresAt.getTime() + this.options.graceMs, back?.getTime() ?? 0);
      const givesUpAt = askedFrom + this.options.maxHoldMs;
      if (this.clock.now().getTime() < givesUpAt) {
        return this.observe([this.hold(payment, HOLD_MS, 'PagoEfectivo could not be asked.')]);
      }
      return this.closeOrHold(payment, 'unreachable');
    }
    if (said.some((status) => status === undefined || status === 'unknown')) {
      return this.observe([this.hold(payment, HOLD_MS, 'PagoEfectivo gave no status for the CIP.')]);
    }
    for (const cip of payment.cips) {
      if (answers.records.get(cip.id)?.status !== 'pending') continue;
      if (!(await this.deleteCip(payment, cip))) {
        return this.observe([this.hold(payment, HOLD_MS, `The delete of CIP ${cip.number} is not confirmed.`)]);
      }
    }
    const answer = payment.cips.length === 0 ? 'never_had_a_cip' : said.includes('pending') ? 'removed' : 'expired';
    return this.closeOrHold(payment, answer);
  }

  /** What a search that said "paid" came to, once it was counted. */
  private async whatMoneyMade(
    payment: DuePayment,
    answers: SearchAnswers,
  ): Promise<'paid' | 'disputed' | 'unbelieved'> {
    const paid = payment.cips.filter((cip) => answers.records.get(cip.id)?.status === 'paid').map((cip) => cip.id);
    const [now]: { state: string; counted: number }[] = await this.dataSource.query(
      `select state, (select count(distinct cip_id)::int from gateway_fact where kind = 'paid' and cip_id = any($2)) as counted
       from payment where id = $1`,
      [payment.id, paid],
    );
    if (now?.state !== 'expiring') return 'paid';
    return now.counted === paid.length ? 'disputed' : 'unbelieved';
  }

  /** True once the gateway confirmed that the CIP can no longer be paid. */
  private async deleteCip(payment: DuePayment, cip: AskedCip): Promise<boolean> {
    const commandId = newId('gcmd', this.clock.now());
    const { verdict } = await this.ledger.observe({
      kind: 'begin_command',
      paymentId: payment.id,
      commandId,
      cipId: cip.id,
      command: 'delete',
      purpose: 'close',
      actor: 'clock',
      deadline: payment.expiresAt,
    });
    if (verdict.kind !== 'applied') return false;
    await this.runner.run(commandId, 'pending');
    const [row]: { status: string }[] = await this.dataSource.query(
      'select status from gateway_command where id = $1',
      [commandId],
    );
    return row?.status === 'done';
  }

  private async closeOrHold(
    payment: DuePayment,
    answer: Extract<Observation, { kind: 'close' }>['answer'],
  ): Promise<void> {
    const { verdict, events } = await this.ledger.observe({
      kind: 'close',
      paymentId: payment.id,
      deadline: payment.expiresAt,
      answer,
    });
    if (events > 0) this.options.onEvents?.();
    if (verdict.kind === 'refused' && verdict.why === 'notification_waiting') {
      await this.observe([this.hold(payment, WAITING_HOLD_MS, 'A notification waits to be applied.')]);
    }
  }

  private hold(payment: DuePayment, ms: number, reason: string): Observation {
    return { kind: 'hold', paymentId: payment.id, nextAt: new Date(this.clock.now().getTime() + ms), reason };
  }

  private async observe(observations: readonly Observation[]): Promise<void> {
    const { events } = await this.ledger.observeMany(observations);
    if (events > 0) this.options.onEvents?.();
  }

  /** The lease keeps other copies of the worker away; an observation that changes the payment ends it. */
  private async claim(condition: string, limit: number): Promise<string[]> {
    const [rows] = (await this.dataSource.query(
      `update payment set clock_lease_until = now() + ${LEASE} where id in (
         select p.id from payment p where p.next_at <= $1 and ${condition}
           and (p.clock_lease_until is null or p.clock_lease_until < now())
           and not exists (select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown'))
         order by p.next_at limit $2 for update skip locked) returning id`,
      [this.clock.now(), limit],
    )) as [{ id: string }[], number];
    return rows.map((row) => row.id);
  }

  private async load(ids: readonly string[]): Promise<DuePayment[]> {
    const rows: DueRow[] = await this.dataSource.query(
      `select p.id, p.expires_at, exists (
           select 1 from cip w join notification n on n.account_id = w.account_id and n.status in ('pending', 'waiting')
             and (n.cip_number = w.number or n.transaction_code = w.transaction_code) where w.payment_id = p.id) as waiting,
         c.id as cip_id, c.account_id, c.number, c.transaction_code, c.amount_minor, c.currency, c.status
       from payment p left join cip c on c.payment_id = p.id and c.number is not null
       where p.id = any($1) order by p.id, c.id`,
      [ids],
    );
    return [...groupBy(rows, (row) => row.id)].flatMap(([id, ofPayment]) => {
      const [first] = ofPayment;
      if (!first) return [];
      return [
        {
          id,
          expiresAt: first.expires_at,
          waiting: first.waiting,
          cips: ofPayment.flatMap((row) => (row.cip_id === null ? [] : [toAsked(row, row.cip_id)])),
        },
      ];
    });
  }
}

interface DueRow {
  id: string;
  expires_at: Date;
  waiting: boolean;
  cip_id: string | null;
  account_id: string;
  number: string;
  transaction_code: string;
  amount_minor: string;
  currency: Currency;
  status: CipStatus;
}

function toAsked(row: DueRow, cipId: string): AskedCip & { status: CipStatus } {
  return {
    id: cipId,
    paymentId: row.id,
    accountId: row.account_id,
    number: row.number,
    transactionCode: row.transaction_code,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    status: row.status,
  };
}
