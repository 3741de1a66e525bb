import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type {
  Cip,
  CommandKind,
  CommandPurpose,
  CommandStatus,
  Currency,
  Observation,
  Payment,
  Replacement,
} from '../domain/index.js';
import { transactionCode } from '../domain/index.js';
import type { CipRecord, Gateway, GatewayOutcome, Gateways } from '../gateway.port.js';
import { isVoid, refusalSentence, voidReason } from '../gateway.port.js';
import { newId } from '../identifiers.js';
import { inParallel } from '../in-parallel.js';
import type { WrittenBooks } from '../orders/order-book.loader.js';
import type { CustomerDetails, PaymentDetails } from '../orders/payment-details.js';
import type { LedgerOutcome, PaymentLedger } from '../orders/payment-ledger.js';
import type { FoundPayment } from '../orders/payment.reader.js';
import type { Statement } from '../statements.js';
import { searchObservation } from '../searches/search-observation.js';
import type { CountedGateways } from './counted-gateways.js';
import { callRefund } from './refund-call.js';

export interface CommandRunnerOptions {
  /** How long one exchange with the gateway may take (GATEWAY_TIMEOUT). */
  readonly timeoutMs: number;
  /** How long past its deadline an open payment waits for a delete or an extend of unknown outcome. */
  readonly givesUpAfterMs: number;
  /** Called after events were written, so that the relay looks at once. */
  readonly onEvents?: () => void;
  /** A call of several that failed inside: its command stays open, and is settled by whoever finds it. */
  readonly onFailed?: (error: unknown, what: string) => void;
}

/** A call may take several exchanges of `timeoutMs` each, so its lease is short and renewed while it is under way. */
const LEASE_MS = 60_000;
const UNKNOWN_RETRY_MS = 15_000;
/** Calls of one sweep that may wait for the gateway beside each other. */
export const CALLS_AT_ONCE = 8;
/** Outcome of a command whose CIP turned out to be paid. */
export const ALREADY_PAID = 'already_paid';

interface CommandRow {
  id: string;
  payment_id: string;
  cip_id: string;
  kind: CommandKind;
  purpose: CommandPurpose;
  status: CommandStatus;
  attempts: number;
  account_id: string;
  transaction_code: string;
  number: string | null;
  amount_minor: string;
  currency: Currency;
  cip_expires_at: Date;
  arguments: { expiresAt?: string; refundId?: string };
  order_id: string;
  description: string | null;
  customer: CustomerDetails;
}

/** A create that was written as sent, and is held by who wrote it (`commandLeaseMs`). */
export interface HeldCreate {
  readonly commandId: string;
  readonly cip: Cip;
  readonly payment: Payment;
  readonly details: PaymentDetails;
  /** The order as its opening wrote it; null when it had an earlier payment. */
  readonly written: WrittenBooks | null;
}

/** A command that this process carries out. */
interface ClaimedCommand extends CommandRow {
  /** Takes what became of it: to the ledger at once, or to whoever settles several together. */
  readonly settle: (...observations: Observation[]) => Promise<void>;
}

/**
 * The one hand of outbound calls (architecture, idea 3): a command is committed before its call, claimed by lease,
 * called outside any transaction, and settled through the ledger whatever happened.
 */
export class GatewayCommandRunner {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly gateways: CountedGateways,
    private readonly clock: Clock,
    private readonly options: CommandRunnerOptions,
  ) {}

  /**
   * Carries out a command that is still an intent. Resolves when its outcome is recorded; false when somebody else
   * has it.
   */
  async run(commandId: string, gateways: Gateways = this.gateways): Promise<boolean> {
    const command = await this.claim(commandId, `status = 'intent'`);
    if (!command) return false;
    await this.carryOut(command, gateways);
    return true;
  }

  /**
   * Carries out a create that this process holds since it was written. `settling` sees the payment as the outcome leaves
   * it, and may add to the transaction that records it.
   */
  async runHeld(held: HeldCreate, settling: (found: FoundPayment) => readonly Statement[]): Promise<void> {
    const opened = { paymentId: held.payment.id, written: held.written };
    const settle = async (...observations: Observation[]): Promise<void> =>
      this.told(await this.ledger.observeOpened(opened, observations, settling));
    await this.carryOut({ ...commandOf(held), settle }, this.gateways);
  }

  /** How long a command is its holder's without renewal, and when somebody else may look at it. */
  get commandLeaseMs(): number {
    return Math.min(LEASE_MS, this.options.timeoutMs + 5_000);
  }

  /**
   * Brings one open command to its end: an intent is carried out; a create whose answer can no longer come is given
   * up and replaced once; a delete or an extend of unknown outcome is settled by a search or repeated, a refund is
   * repeated under its own code. False while its answer may still come.
   */
  async settle(commandId: string, gateways: Gateways = this.gateways): Promise<boolean> {
    if (await this.run(commandId, gateways)) return true;
    const command = await this.claim(commandId, `status in ('sent', 'unknown')`);
    if (!command) return false;
    if (command.kind === 'create') await this.giveUpCreate(command);
    else await this.carryOut(command, gateways);
    return true;
  }

  /** Ends without a call a command that waited as long as it may while the gateway is left in peace. */
  async giveUp(commandId: string): Promise<boolean> {
    const command = await this.claim(commandId, `status in ('intent', 'sent', 'unknown')`);
    if (!command) return false;
    await this.observeUnknown(command, { kind: 'unknown', reason: 'PagoEfectivo cannot be asked.' });
    return true;
  }

  /**
   * Carries out deletes of CIPs that a search just called pending, each intended and taken from the budget already, some
   * beside each other.
   * `ended` hears what became of one as soon as it did, and settles it: a call that hangs keeps nobody waiting. Resolves
   * when the last has ended; a command that somebody else took is not told.
   */
  async deletePending(
    commandIds: readonly string[],
    ended: (commandId: string, observations: readonly Observation[]) => void,
  ): Promise<void> {
    const commands = await this.claimAll(commandIds, `status = 'intent'`);
    const open = new Set(commands.map((command) => command.id));
    const renewal = setInterval(() => void this.renewLeases([...open]), this.commandLeaseMs / 4);
    try {
      await inParallel(commands, CALLS_AT_ONCE, async (command) => {
        const told: Observation[] = [];
        const settle = async (...observations: Observation[]): Promise<void> => void told.push(...observations);
        try {
          await this.call({ ...command, settle }, this.gateways.prepaid('delete'), 'pending');
          ended(command.id, told);
        } catch (error) {
          this.options.onFailed?.(error, `gateway command ${command.id} could not be carried out`);
        } finally {
          open.delete(command.id);
        }
      });
    } finally {
      clearInterval(renewal);
    }
  }

  private async claim(commandId: string, condition: string): Promise<ClaimedCommand | null> {
    const [row] = await this.claimAll([commandId], condition);
    return row ? { ...row, settle: (...observations) => this.observe(observations) } : null;
  }

  /** Leases are on database time: an application clock that jumps must not free a call that is under way. */
  private async claimAll(commandIds: readonly string[], condition: string): Promise<CommandRow[]> {
    const leaseMs = this.commandLeaseMs;
    const [claimed] = (await this.dataSource.query(
      `update gateway_command set status = 'sent', attempts = attempts + 1, sent_at = coalesce(sent_at, $2), next_at = $3,
         lease_until = now() + $4 * interval '1 millisecond'
       where id = any($1) and ${condition} and (lease_until is null or lease_until < now()) returning id`,
      [commandIds, this.clock.now(), this.later(leaseMs), leaseMs],
    )) as [{ id: string }[], number];
    if (claimed.length === 0) return [];
    return this.dataSource.query(
      `select g.id, g.payment_id, g.cip_id, g.kind, g.purpose, g.status, g.attempts, g.arguments, c.account_id, c.transaction_code, c.number,
         c.amount_minor, c.currency, c.expires_at as cip_expires_at, p.order_id, p.description, p.customer
       from gateway_command g join cip c on c.id = g.cip_id join payment p on p.id = g.payment_id where g.id = any($1)`,
      [claimed.map(({ id }) => id)],
    );
  }

  private async carryOut(command: ClaimedCommand, gateways: Gateways): Promise<void> {
    const renewal = setInterval(() => void this.renewLeases([command.id]), this.commandLeaseMs / 4);
    try {
      await this.call(command, gateways);
    } finally {
      clearInterval(renewal);
    }
  }

  private async call(command: ClaimedCommand, gateways: Gateways, known?: 'pending'): Promise<void> {
    const gateway = await this.gatewayOf(command, gateways);
    if (!gateway) return;
    switch (command.kind) {
      case 'create':
        return this.create(gateway, command);
      case 'delete':
        return this.delete(gateway, command, known);
      case 'extend':
        return this.extend(gateway, command);
      case 'refund':
        return this.refund(gateway, command);
    }
  }

  /** An account whose keys cannot be opened is told like a gateway that cannot be reached: nothing was sent. */
  private async gatewayOf(command: ClaimedCommand, gateways: Gateways): Promise<Gateway | null> {
    try {
      return await gateways.of(command.account_id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (command.kind === 'refund' && command.attempts > 1) {
        // The attempt before may have paid it: only an answer says.
        await this.observeUnknown(command, { kind: 'unknown', reason });
        return null;
      }
      await command.settle({ kind: 'command_void', paymentId: command.payment_id, commandId: command.id, reason });
      return null;
    }
  }

  /** While our socket is open the answer may come: nobody else may take the command for lost. */
  private async renewLeases(commandIds: readonly string[]): Promise<void> {
    await this.dataSource
      .query(
        `update gateway_command set lease_until = now() + $2 * interval '1 millisecond' where id = any($1) and status = 'sent'`,
        [commandIds, this.commandLeaseMs],
      )
      .catch(() => undefined);
  }

  private async create(gateway: Gateway, command: ClaimedCommand): Promise<void> {
    const { customer } = command;
    const outcome = await gateway.createCip(
      {
        currency: command.currency,
        amountMinor: BigInt(command.amount_minor),
        transactionCode: command.transaction_code,
        expiresAt: command.cip_expires_at,
        concept: command.description ?? `Pedido ${command.order_id}`,
        user: {
          email: customer.email,
          ...(customer.firstName === undefined ? {} : { firstName: customer.firstName }),
          ...(customer.lastName === undefined ? {} : { lastName: customer.lastName }),
          ...(customer.documentType === undefined ? {} : { documentType: customer.documentType }),
          ...(customer.documentNumber === undefined ? {} : { documentNumber: customer.documentNumber }),
          ...phoneParts(customer.phone),
        },
      },
      { paymentRef: command.payment_id },
    );
    const reference = { paymentId: command.payment_id, commandId: command.id };
    if (isVoid(outcome)) return command.settle({ kind: 'command_void', ...reference, reason: voidReason(outcome) });
    if (outcome.kind === 'ok') {
      const { number, url, expiresAt } = outcome.value;
      return command.settle({ kind: 'cip_created', ...reference, cipId: command.cip_id, number, url, expiresAt });
    }
    if (outcome.kind === 'refused') {
      const { code } = outcome;
      const message = refusalSentence(outcome);
      return command.settle({ kind: 'create_refused', ...reference, cipId: command.cip_id, code, message });
    }
    return this.observeUnknown(command, outcome);
  }

  /** DELETE is only known to work on a generated CIP (pagoefectivo-api.md §4): ask first, and again when refused. */
  private async delete(gateway: Gateway, command: ClaimedCommand, known?: 'pending'): Promise<void> {
    const reference = { paymentId: command.payment_id, commandId: command.id };
    const { number } = command;
    if (number === null) {
      return command.settle({ kind: 'command_void', ...reference, reason: 'The CIP has no number yet.' });
    }
    if (known === undefined && (await this.isGone(gateway, command, number))) return;
    const outcome = await gateway.deleteCip(number, { paymentRef: command.payment_id });
    if (isVoid(outcome)) return command.settle({ kind: 'command_void', ...reference, reason: voidReason(outcome) });
    if (outcome.kind === 'ok') return this.deleted(command, 'delete');
    if (outcome.kind === 'refused') {
      if (await this.isGone(gateway, command, number)) return;
      return command.settle({ kind: 'command_refused', ...reference, code: outcome.code, message: outcome.message });
    }
    return this.observeUnknown(command, outcome);
  }

  /** True when a search ended the delete: the CIP is paid, or no longer payable, or the gateway could not be asked. */
  private async isGone(gateway: Gateway, command: ClaimedCommand, number: string): Promise<boolean> {
    const answer = await this.ask(gateway, command, number);
    if (answer === null) return true;
    if (answer.record.status !== 'expired' && answer.record.status !== 'removed') return false;
    await this.deleted(command, 'search', answer.seen);
    return true;
  }

  /** A reissue goes on at once: the old CIP is gone, so the new one may be asked for. */
  private async deleted(
    command: ClaimedCommand,
    confirmedBy: 'delete' | 'search',
    ...before: Observation[]
  ): Promise<void> {
    const replacement = command.purpose === 'reissue' ? this.replacementFor(command) : null;
    await command.settle(...before, {
      kind: 'delete_done',
      paymentId: command.payment_id,
      commandId: command.id,
      confirmedBy,
      ...(replacement ? { replacement } : {}),
    });
    if (replacement) await this.run(replacement.commandId);
  }

  /** To extend twice to one date is to extend once, so an attempt of unknown outcome is repeated after a look. */
  private async extend(gateway: Gateway, command: ClaimedCommand): Promise<void> {
    const reference = { paymentId: command.payment_id, commandId: command.id };
    const { number } = command;
    const deadline = command.arguments.expiresAt === undefined ? null : new Date(command.arguments.expiresAt);
    if (number === null || deadline === null) {
      return command.settle({ kind: 'command_void', ...reference, reason: 'The CIP has no number yet.' });
    }
    if (command.attempts > 1 && (await this.isExtended(gateway, command, { number, deadline }))) return;
    const outcome = await gateway.changeExpiry(number, deadline, { paymentRef: command.payment_id });
    if (isVoid(outcome)) return command.settle({ kind: 'command_void', ...reference, reason: voidReason(outcome) });
    if (outcome.kind === 'ok') return command.settle({ kind: 'extend_done', ...reference, confirmedBy: 'extend' });
    if (outcome.kind === 'refused') {
      if (await this.isExtended(gateway, command, { number, deadline })) return;
      const message = refusalSentence(outcome);
      return command.settle({ kind: 'command_refused', ...reference, code: outcome.code, message });
    }
    return this.observeUnknown(command, outcome);
  }

  /** True when a search ended the extend: it has the date, or is paid, or the gateway could not be asked. */
  private async isExtended(
    gateway: Gateway,
    command: ClaimedCommand,
    wanted: { number: string; deadline: Date },
  ): Promise<boolean> {
    const answer = await this.ask(gateway, command, wanted.number);
    if (answer === null) return true;
    const { status, expiresAt } = answer.record;
    if (status !== 'pending' || expiresAt?.getTime() !== wanted.deadline.getTime()) return false;
    const reference = { paymentId: command.payment_id, commandId: command.id };
    await command.settle(answer.seen, { kind: 'extend_done', ...reference, confirmedBy: 'search' });
    return true;
  }

  private async refund(gateway: Gateway, command: ClaimedCommand): Promise<void> {
    const told = await callRefund(this.dataSource, gateway, command);
    return told.kind === 'unknown' ? this.observeUnknown(command, told) : command.settle(told);
  }

  /** What a search says about the command's CIP; null when that ended it: paid, or the gateway could not be asked. */
  private async ask(
    gateway: Gateway,
    command: ClaimedCommand,
    number: string,
  ): Promise<{ record: CipRecord; seen: Observation } | null> {
    const reference = { paymentId: command.payment_id, commandId: command.id };
    const outcome = await gateway.searchCips([number], { paymentRef: command.payment_id });
    const record = outcome.kind === 'ok' ? outcome.value.find((candidate) => candidate.number === number) : undefined;
    const seen = record && this.seen(command, record);
    if (!record || !seen) {
      const reason =
        outcome.kind === 'ok'
          ? `PagoEfectivo gives no status for CIP ${number}.`
          : isVoid(outcome)
            ? voidReason(outcome)
            : `PagoEfectivo did not answer a search for CIP ${number}.`;
      // An earlier attempt may have had its effect: then nobody can say that nothing happened.
      await (command.attempts > 1
        ? this.observeUnknown(command, { kind: 'unknown', reason })
        : command.settle({ kind: 'command_void', ...reference, reason }));
      return null;
    }
    if (record.status === 'paid') {
      const message = 'The CIP has been paid.';
      await command.settle(seen, { kind: 'command_refused', ...reference, code: ALREADY_PAID, message });
      return null;
    }
    return { record, seen };
  }

  private seen(command: ClaimedCommand, record: CipRecord): Observation | null {
    return searchObservation({
      paymentId: command.payment_id,
      cip: {
        id: command.cip_id,
        transactionCode: command.transaction_code,
        amountMinor: BigInt(command.amount_minor),
        currency: command.currency,
      },
      record,
      observedAt: this.clock.now(),
    });
  }

  private async giveUpCreate(command: ClaimedCommand): Promise<void> {
    const replacement = this.replacementFor(command);
    await command.settle({ kind: 'create_lost', paymentId: command.payment_id, commandId: command.id, replacement });
    await this.run(replacement.commandId);
  }

  private replacementFor(command: ClaimedCommand): Replacement {
    const now = this.clock.now();
    return {
      commandId: newId('gcmd', now),
      cipId: newId('cip', now),
      transactionCode: transactionCode(command.order_id, randomBytes(8)),
    };
  }

  private observeUnknown(
    command: ClaimedCommand,
    outcome: Extract<GatewayOutcome<unknown>, { kind: 'unknown' }>,
  ): Promise<void> {
    const backoff = UNKNOWN_RETRY_MS * 2 ** Math.min(command.attempts - 1, 6);
    return command.settle({
      kind: 'command_unknown',
      paymentId: command.payment_id,
      commandId: command.id,
      reason: outcome.reason,
      nextAt: this.later(backoff),
      givesUpAfterMs: this.options.givesUpAfterMs,
    });
  }

  private async observe(observations: readonly Observation[]): Promise<void> {
    this.told(await this.ledger.observeMany(observations));
  }

  private told({ events }: LedgerOutcome): void {
    if (events > 0) this.options.onEvents?.();
  }

  private later(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

function commandOf({ commandId, cip, payment, details }: HeldCreate): CommandRow {
  return {
    id: commandId,
    payment_id: payment.id,
    cip_id: cip.id,
    kind: 'create',
    purpose: 'checkout',
    status: 'sent',
    attempts: 1,
    account_id: payment.accountId,
    transaction_code: cip.transactionCode,
    number: null,
    amount_minor: payment.amountMinor.toString(),
    currency: payment.currency,
    cip_expires_at: cip.expiresAt,
    arguments: {},
    order_id: details.orderId,
    description: details.description,
    customer: details.customer,
  };
}

/** "+51987654321" → "+51" and "987654321"; a number without a country code is Peruvian. */
function phoneParts(phone: string | undefined): { phone?: string; phoneCountryCode?: string } {
  if (phone === undefined) return {};
  const international = /^\+(51|593)(\d+)$/.exec(phone);
  if (international) return { phoneCountryCode: `+${international[1]}`, phone: international[2] ?? '' };
  return phone.startsWith('+') ? { phone: phone.slice(1) } : { phoneCountryCode: '+51', phone };
}
