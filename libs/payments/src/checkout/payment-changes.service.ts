import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Cip, GatewayCommand, PaymentRecord } from '../domain/index.js';
import { isOpen, openCommandOf } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { ALREADY_PAID } from '../gateway-commands/gateway-command.runner.js';
import { newId } from '../identifiers.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { PaymentReader } from '../orders/payment.reader.js';
import type { CallerWait } from './caller-wait.js';
import { RETRY_AFTER_SECONDS } from './checkout.service.js';
import type { ChangeOutcome, EndedCommand } from './payment-change.js';
import { shownCip } from './payment-change.js';

export interface PaymentChangesParts {
  readonly dataSource: DataSource;
  readonly ledger: PaymentLedger;
  readonly runner: GatewayCommandRunner;
  readonly reader: PaymentReader;
  readonly wait: CallerWait;
  readonly clock: Clock;
  readonly onEvents: () => void;
}

/** Changes to an open payment; each is one gateway command, committed before it is sent (architecture, idea 3). */
export class PaymentChanges {
  constructor(private readonly parts: PaymentChangesParts) {}

  /** Deletes the CIP, then cancels and releases stock: a cancelled order cannot be paid any more. */
  async cancel(paymentId: string, actor: string): Promise<ChangeOutcome> {
    for (let look = 1; ; look += 1) {
      const outcome = await this.cancelAsSeen(paymentId, actor);
      if (outcome) return outcome;
      if (look === LOOKS) return { kind: 'busy' };
    }
  }

  /** Null when the payment changed between look and cancel: it is to be looked at again. */
  private async cancelAsSeen(paymentId: string, actor: string): Promise<ChangeOutcome | null> {
    const found = await this.parts.reader.get(paymentId);
    if (found.payment.state === 'cancelled') return { kind: 'payment', found };
    if (!isOpen(found.payment.state)) return { kind: 'not_open', state: found.payment.state };
    const shown = shownCip(found.payment);
    const same = (open: GatewayCommand): boolean => open.kind === 'delete' && open.purpose === 'cancel';
    const commandId = newId('gcmd', this.parts.clock.now());
    const { verdict, events } = await this.parts.ledger.observe(
      shown
        ? {
            kind: 'begin_command',
            paymentId,
            commandId,
            cipId: shown.id,
            command: 'delete',
            purpose: 'cancel',
            actor,
          }
        : { kind: 'cancel_unsent', paymentId, actor },
    );
    if (events > 0) this.parts.onEvents();
    if (verdict.kind === 'refused' && verdict.why === 'command_in_progress') {
      if (!(await this.join(paymentId, same))) return { kind: 'busy' };
    } else if (verdict.kind === 'refused') {
      const { state } = (await this.parts.reader.get(paymentId)).payment;
      if (isOpen(state)) return null;
    } else if (verdict.kind === 'applied' && shown) {
      await this.parts.wait.within(this.parts.runner.run(commandId), 'cancel');
    }
    const after = await this.parts.reader.get(paymentId);
    if (after.payment.state === 'cancelled') return { kind: 'payment', found: after };
    return this.whyNotDone(after.payment, shown?.id ?? null);
  }

  /** Moves the deadline of CIP and payment to a later instant; an expiring payment is open again. */
  async extend(paymentId: string, expiresAt: Date, actor: string): Promise<ChangeOutcome> {
    const found = await this.parts.reader.get(paymentId);
    const { payment } = found;
    if (!isOpen(payment.state)) return { kind: 'not_open', state: payment.state };
    const reached = payment.expiresAt.getTime() === expiresAt.getTime();
    if (reached && payment.state === 'pending') return { kind: 'payment', found };
    const shown = shownCip(payment);
    if (!shown) return { kind: 'no_code' };
    const same = (open: GatewayCommand): boolean =>
      open.kind === 'extend' && open.expiresAt?.getTime() === expiresAt.getTime();
    const commandId = newId('gcmd', this.parts.clock.now());
    const { verdict } = await this.parts.ledger.observe({
      kind: 'begin_command',
      paymentId,
      commandId,
      cipId: shown.id,
      command: 'extend',
      purpose: 'extend',
      actor,
      deadline: expiresAt,
    });
    if (verdict.kind === 'refused') {
      if (verdict.why === 'deadline_not_later') {
        return { kind: 'deadline_not_later', expiresAt: payment.expiresAt };
      }
      if (verdict.why === 'command_in_progress' && !(await this.join(paymentId, same))) return { kind: 'busy' };
    } else {
      await this.parts.wait.within(this.parts.runner.run(commandId), 'extend');
    }
    const after = await this.parts.reader.get(paymentId);
    const extended = after.payment.expiresAt.getTime() === expiresAt.getTime() && after.payment.state === 'pending';
    return extended ? { kind: 'payment', found: after } : this.whyNotDone(after.payment, shown.id);
  }

  /**
   * Waits for a command that somebody else began, when it is the same wish: a caller who repeats a request after a 502
   * is told how it ended. False when the open command is another one.
   */
  async join(paymentId: string, isSame: (open: GatewayCommand) => boolean): Promise<boolean> {
    const open = openCommandOf((await this.parts.reader.get(paymentId)).payment);
    // It ended between two looks: what it did stands in the payment.
    if (!open) return true;
    if (!isSame(open)) return false;
    const ended = async (): Promise<boolean> =>
      openCommandOf((await this.parts.reader.get(paymentId)).payment)?.id !== open.id;
    await this.parts.wait.within(
      this.parts.runner.settle(open.id).then((settled) => (settled ? undefined : this.parts.wait.until(ended))),
      open.kind,
    );
    return true;
  }

  /** Why a change has not come about, from the payment as it is now and how its last command about the CIP ended. */
  async whyNotDone(payment: PaymentRecord, cipId: Cip['id'] | null): Promise<ChangeOutcome> {
    if (!isOpen(payment.state)) return { kind: 'not_open', state: payment.state };
    const unavailable: ChangeOutcome = {
      kind: 'unavailable',
      paymentId: payment.id,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    };
    if (openCommandOf(payment)) return unavailable;
    if (shownCip(payment)?.status === 'removed') return { kind: 'no_code' };
    const last = await this.lastCommand(payment.id);
    if (last?.status !== 'refused' || last.cipId !== cipId) return unavailable;
    const { code = '', message = '' } = last.outcome ?? {};
    if (code === ALREADY_PAID) return { kind: 'in_review', paymentId: payment.id };
    return code === NOT_CARRIED_OUT ? unavailable : { kind: 'rejected', paymentId: payment.id, code, message };
  }

  async lastCommand(paymentId: string): Promise<EndedCommand | null> {
    const [row] = await this.parts.dataSource.query<EndedCommand[]>(
      `select id, cip_id as "cipId", kind, purpose, status, outcome from gateway_command
       where payment_id = $1 order by created_at desc, id desc limit 1`,
      [paymentId],
    );
    return row ?? null;
  }
}

/** How often a cancel looks at a payment that others keep changing. */
const LOOKS = 3;

/** Outcome of a command that certainly did nothing, and may be given again. */
export const NOT_CARRIED_OUT = 'not_carried_out';
