import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../accounts/audit-log.js';
import type { Clock } from '../clock.port.js';
import type { Observation, Refusal, RefundChannel, RefundObservation } from '../domain/index.js';
import { newId } from '../identifiers.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { FieldProblem } from '../outbox/endpoint-fields.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { selfApprovalLimit } from './refund-approval.js';
import type { BankAccount } from './refund-destination.js';
import { checkBankAccount, openDestination, sealDestination } from './refund-destination.js';
import type { RefundEvidence } from './refund-evidence.js';
import { checkEvidence, evidenceRef, insertEvidence } from './refund-evidence.js';
import type { RefundReader } from './refund.reader.js';
import type { RefundView } from './refund-view.js';

export interface RefundRequest {
  readonly paymentId: string;
  /** Null for the only receipt that has something left. */
  readonly receiptId: string | null;
  /** Null for all that is left. */
  readonly amountMinor: bigint | null;
  readonly reason: string;
  readonly channel: RefundChannel;
  readonly destination: BankAccount | null;
  readonly creditNote: string | null;
  readonly actor: string;
  /** Approve it at once where the shop's limit lets the one who asks; above it waits for another. */
  readonly approve: boolean;
}

export type RefundOutcome =
  | { readonly kind: 'refund'; readonly refund: RefundView }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'refused'; readonly why: Refusal };

export interface RefundDeskParts {
  readonly dataSource: DataSource;
  readonly ledger: PaymentLedger;
  readonly reader: RefundReader;
  readonly sealer: SecretSealer;
  readonly clock: Clock;
  readonly onEvents: () => void;
  /** REFUND_APPROVAL_ABOVE, for shops without a limit of their own. */
  readonly approvalAboveMinor: bigint;
}

/** Who acts on a refund, and on which. */
interface Act {
  readonly refundId: string;
  readonly actor: string;
}

/** What people do about refunds (requirement R4): each step under the order's lock, with its line in the audit log. */
export class RefundDesk {
  private readonly audit: AuditLog;

  constructor(private readonly parts: RefundDeskParts) {
    this.audit = new AuditLog(parts.dataSource, parts.clock);
  }

  /** The refund's id is known before it is asked for, so that a caller's key finds its way back to it. */
  newRefundId(): string {
    return newId('rfd', this.parts.clock.now());
  }

  /** `bind` runs in the transaction that reserves the money. The same `refundId` again is the same refund. */
  async request(
    request: RefundRequest,
    refundId: string = this.newRefundId(),
    bind?: (manager: EntityManager) => Promise<void>,
  ): Promise<RefundOutcome> {
    const { paymentId, actor, channel } = request;
    const destination = channel === 'api' ? null : request.destination;
    const problems = destination ? checkBankAccount(destination) : [];
    if (problems.length > 0) return { kind: 'invalid', problems };
    const { dataSource, ledger, sealer, onEvents } = this.parts;
    const outcome = await dataSource.transaction(async (manager) => {
      if (channel === 'api' && !(await hasApi(manager, paymentId))) return refusedBy('refund_channel_unavailable');
      const wish: Observation = {
        kind: 'request_refund',
        paymentId,
        refundId,
        receiptId: request.receiptId,
        amountMinor: request.amountMinor,
        reason: request.reason,
        channel,
        destination: destination && sealDestination(destination, sealer, actor),
        creditNote: request.creditNote,
        caseKey: null,
        actor,
      };
      const approval = request.approve ? [await this.approvalOf(manager, { paymentId, refundId, actor })] : [];
      const { verdicts, events } = await ledger.observeMany([wish, ...approval], manager);
      const [verdict, approved] = verdicts;
      if (verdict?.kind === 'refused') return verdict;
      if (verdict?.kind === 'applied') {
        await bind?.(manager);
        const data = { payment: paymentId, channel, approved: approved?.kind === 'applied' };
        await this.audit.record({ actor, action: 'refund.requested', subject: refundId, data }, manager);
      }
      return { kind: 'done' as const, events };
    });
    if (outcome.kind === 'refused') return outcome;
    if (outcome.events > 0) onEvents();
    return { kind: 'refund', refund: await this.parts.reader.get(refundId) };
  }

  /** Says where the money goes, or names the credit note, while the refund waits for approval. */
  async describe(act: Act & { destination: BankAccount | null; creditNote: string | null }): Promise<RefundOutcome> {
    const problems = act.destination ? checkBankAccount(act.destination) : [];
    if (problems.length > 0) return { kind: 'invalid', problems };
    const destination = act.destination && sealDestination(act.destination, this.parts.sealer, act.actor);
    return this.act(act, 'refund.described', (paymentId) => ({
      kind: 'describe_refund',
      paymentId,
      refundId: act.refundId,
      actor: act.actor,
      destination,
      creditNote: act.creditNote,
    }));
  }

  async approve(act: Act): Promise<RefundOutcome> {
    return this.act(act, 'refund.approved', (paymentId, manager) => this.approvalOf(manager, { ...act, paymentId }));
  }

  async reject(act: Act & { reason: string }): Promise<RefundOutcome> {
    return this.act(act, 'refund.rejected', (paymentId) => ({ kind: 'reject_refund', paymentId, ...act }));
  }

  async markSent(act: Act & { bankReference: string | null }): Promise<RefundOutcome> {
    return this.act(act, 'refund.sent', (paymentId) => ({ kind: 'refund_sent', paymentId, ...act }));
  }

  async markDone(
    act: Act & { bankReference: string | null; evidence: readonly RefundEvidence[] },
  ): Promise<RefundOutcome> {
    const problems = act.evidence.flatMap(checkEvidence);
    if (problems.length > 0) return { kind: 'invalid', problems };
    const { refundId, actor, bankReference } = act;
    const now = this.parts.clock.now();
    const attached = act.evidence.map((evidence) => ({ evidence, ref: evidenceRef(evidence, now) }));
    return this.act(
      act,
      'refund.done',
      (paymentId) => ({
        kind: 'refund_done',
        paymentId,
        refundId,
        actor,
        bankReference,
        evidence: attached.map(({ ref }) => ref),
      }),
      async (manager) => {
        for (const { evidence, ref } of attached) {
          await insertEvidence(manager, { refundId, ref, evidence, actor, now });
        }
      },
    );
  }

  async markBounced(act: Act & { reason: string }): Promise<RefundOutcome> {
    return this.act(act, 'refund.bounced', (paymentId) => ({ kind: 'refund_bounced', paymentId, ...act }));
  }

  /** The whole account, for the one who orders the bank; that it was looked at stands in the audit log. */
  async reveal(act: Act): Promise<BankAccount | null> {
    const found = await this.parts.reader.find(act.refundId);
    if (!found?.sealedDestination) return null;
    const account = openDestination(found.sealedDestination, this.parts.sealer);
    await this.audit.record({ actor: act.actor, action: 'refund.destination_seen', subject: act.refundId });
    return account;
  }

  private async approvalOf(
    manager: EntityManager,
    act: Act & { paymentId: string },
  ): Promise<Extract<RefundObservation, { kind: 'approve_refund' }>> {
    const { paymentId, refundId, actor } = act;
    const limit = await selfApprovalLimit(manager, paymentId, this.parts.approvalAboveMinor);
    // A program may ask; what it did not ask for itself, only people judge.
    const checks = !actor.startsWith('api_key:');
    return { kind: 'approve_refund', paymentId, refundId, actor, checks, selfApprovalUpToMinor: limit };
  }

  private async act(
    act: Act,
    action: string,
    observe: (paymentId: string, manager: EntityManager) => Observation | Promise<Observation>,
    beside?: (manager: EntityManager) => Promise<void>,
  ): Promise<RefundOutcome> {
    const { refundId, actor } = act;
    const found = await this.parts.reader.find(refundId);
    if (!found) return { kind: 'unknown' };
    const paymentId = found.view.payment;
    const outcome = await this.parts.dataSource.transaction(async (manager) => {
      const { verdict, events } = await this.parts.ledger.observe(await observe(paymentId, manager), manager);
      if (verdict.kind === 'refused') return verdict;
      if (verdict.kind === 'applied') {
        await beside?.(manager);
        await this.audit.record({ actor, action, subject: refundId, data: { payment: paymentId } }, manager);
      }
      return { kind: 'done' as const, events };
    });
    if (outcome.kind === 'refused') return outcome;
    if (outcome.events > 0) this.parts.onEvents();
    return { kind: 'refund', refund: await this.parts.reader.get(refundId) };
  }
}

function refusedBy(why: Refusal): { kind: 'refused'; why: Refusal } {
  return { kind: 'refused', why };
}

async function hasApi(manager: EntityManager, paymentId: string): Promise<boolean> {
  const [row] = await manager.query<{ refunds_api: boolean }[]>(
    'select a.refunds_api from payment p join gateway_account a on a.id = p.account_id where p.id = $1',
    [paymentId],
  );
  return row?.refunds_api === true;
}
