import type { EntityManager } from 'typeorm';
import type { Cip, CommandPurpose, GatewayCommand, PaymentRecord, Verdict } from '../domain/index.js';
import { isOpen, openCommandOf } from '../domain/index.js';
import { newId } from '../identifiers.js';
import type { FoundPayment } from '../orders/payment.reader.js';
import { RETRY_AFTER_SECONDS } from './checkout.service.js';
import type { IdempotencyClaim, IdempotencyStore } from './idempotency.store.js';
import type { ChangeOutcome } from './payment-change.js';
import { shownCip } from './payment-change.js';
import type { PaymentChanges, PaymentChangesParts } from './payment-changes.service.js';
import { NOT_CARRIED_OUT } from './payment-changes.service.js';
import { newCipFor, usualDeadline } from './new-cip.js';

export interface ReissueRequest {
  readonly paymentId: string;
  /** Deadline of the new CIP; null for the usual time from now. */
  readonly expiresAt: Date | null;
  readonly actor: string;
}

/**
 * A new CIP for an open payment: the old one is deleted and that is confirmed, and only then another is asked for, so
 * that a shopper never holds two that can be paid. The old one stays watched, and money on it is found. What is begun
 * is bound to the caller's key, which finds its way back after a timeout or a crash.
 */
export class PaymentReissue {
  constructor(
    private readonly parts: PaymentChangesParts,
    private readonly changes: PaymentChanges,
    private readonly idempotency: IdempotencyStore,
    private readonly options: { readonly paymentTtlMs: number },
  ) {}

  async reissue(claim: IdempotencyClaim, request: ReissueRequest): Promise<ChangeOutcome> {
    const found = await this.parts.reader.get(request.paymentId);
    if (claim.paymentId === null) return this.begin(claim, request, found);
    if (openCommandOf(found.payment)) {
      await this.changes.join(request.paymentId, isReissue);
      return this.outcome(claim, request.paymentId);
    }
    const { payment } = found;
    const shown = shownCip(payment);
    const undone = isOpen(payment.state) && (shown === undefined || shown.id === claim.subject);
    if (!undone) return this.outcome(claim, request.paymentId);
    // Nothing happened so far, or the old CIP is gone and the new one was certainly not asked for.
    const last = await this.changes.lastCommand(payment.id);
    const mayGoOn = last?.status === 'refused' && last.outcome?.code === NOT_CARRIED_OUT;
    return mayGoOn || shown ? this.begin(claim, request, found) : this.outcome(claim, request.paymentId);
  }

  private async begin(claim: IdempotencyClaim, request: ReissueRequest, found: FoundPayment): Promise<ChangeOutcome> {
    const { payment } = found;
    if (!isOpen(payment.state)) return { kind: 'not_open', state: payment.state };
    if (payment.state === 'created') return { kind: 'no_code' };
    const shown = shownCip(payment);
    const subject = shown?.id ?? claim.subject ?? payment.cips.at(-1)?.id ?? '';
    const commandId = newId('gcmd', this.parts.clock.now());
    const verdict = await this.parts.dataSource.transaction(async (manager) => {
      const begun = shown
        ? await this.beginDelete(manager, { request, commandId, shown })
        : await this.beginCreate(manager, { request, commandId, found });
      if (begun.kind === 'applied') await this.idempotency.bind(manager, claim, { paymentId: payment.id, subject });
      return begun;
    });
    if (verdict.kind === 'refused') {
      if (verdict.why === 'command_in_progress') return { kind: 'busy' };
      return { kind: 'not_open', state: (await this.parts.reader.get(payment.id)).payment.state };
    }
    await this.parts.wait.within(this.parts.runner.run(commandId), 'reissue');
    return this.outcome({ ...claim, subject }, payment.id);
  }

  private async beginDelete(
    manager: EntityManager,
    { request, commandId, shown }: { request: ReissueRequest; commandId: string; shown: Cip },
  ): Promise<Verdict> {
    const { verdict } = await this.parts.ledger.observe(
      {
        kind: 'begin_command',
        paymentId: request.paymentId,
        commandId,
        cipId: shown.id,
        command: 'delete',
        purpose: 'reissue',
        actor: request.actor,
        deadline: this.deadlineOf(request),
      },
      manager,
    );
    return verdict;
  }

  /** The old CIP is gone already: by an earlier attempt, or by a reissue that PagoEfectivo declined. */
  private async beginCreate(
    manager: EntityManager,
    { request, commandId, found }: { request: ReissueRequest; commandId: string; found: FoundPayment },
  ): Promise<Verdict> {
    const { orderId } = found.details;
    const expiresAt = this.deadlineOf(request);
    const newCip = newCipFor({ orderId, expiresAt, now: this.parts.clock.now() });
    const { verdict } = await this.parts.ledger.observe(
      {
        kind: 'begin_command',
        paymentId: request.paymentId,
        commandId,
        cipId: newCip.id,
        newCip,
        command: 'create',
        purpose: createPurpose(found.payment),
        actor: request.actor,
        deadline: expiresAt,
      },
      manager,
    );
    return verdict;
  }

  private deadlineOf({ expiresAt }: ReissueRequest): Date {
    return expiresAt ?? usualDeadline(this.parts.clock.now(), this.options.paymentTtlMs);
  }

  private async outcome(claim: IdempotencyClaim, paymentId: string): Promise<ChangeOutcome> {
    const found = await this.parts.reader.get(paymentId);
    const { payment } = found;
    const shown = shownCip(payment);
    if (isOpen(payment.state) && shown && shown.id !== claim.subject) return { kind: 'payment', found };
    if (!isOpen(payment.state) || openCommandOf(payment) || shown) {
      return this.changes.whyNotDone(payment, shown?.id ?? null);
    }
    const last = await this.changes.lastCommand(paymentId);
    if (last?.status === 'lost') return { kind: 'given_up', paymentId };
    const { code = NOT_CARRIED_OUT, message = '' } = last?.outcome ?? {};
    return last?.status === 'refused' && code !== NOT_CARRIED_OUT
      ? { kind: 'rejected', paymentId, code, message }
      : { kind: 'unavailable', paymentId, retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
}

function isReissue(open: GatewayCommand): boolean {
  return open.purpose === 'reissue' || open.purpose === 'replace';
}

/** After one lost create since the last CIP that had a number, the next is its one replacement. */
function createPurpose(payment: PaymentRecord): Extract<CommandPurpose, 'reissue' | 'replace'> {
  const numbered = payment.cips.map((cip) => cip.number !== null).lastIndexOf(true);
  return payment.cips.slice(numbered + 1).some((cip) => cip.status === 'lost') ? 'replace' : 'reissue';
}
