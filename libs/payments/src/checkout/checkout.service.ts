import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { violatesConstraint } from '../database-errors.js';
import type { Cip, Currency, Payment } from '../domain/index.js';
import { INTENT_GRACE_MS, isOpen, openCommandOf, transactionCode } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { newId, newToken } from '../identifiers.js';
import type { CustomerDetails, ItemDetails, PaymentDetails } from '../orders/payment-details.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { FoundPayment, PaymentReader } from '../orders/payment.reader.js';
import type { IdempotencyClaim, IdempotencyStore } from './idempotency.store.js';

/** A validated order; amounts in minor units. */
export interface CheckoutRequest {
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly description: string | null;
  readonly customer: CustomerDetails;
  readonly items: readonly ItemDetails[];
  readonly expiresAt: Date | null;
  readonly returnUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Expected outcomes are returned; surprises are thrown. */
export type CheckoutOutcome =
  | { readonly kind: 'payment'; readonly found: FoundPayment }
  | { readonly kind: 'rejected'; readonly found: FoundPayment; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly paymentId: string; readonly retryAfterSeconds: number }
  /** Two creates were never answered, or the payment closed while nobody resumed: a new key starts anew. */
  | { readonly kind: 'given_up'; readonly paymentId: string; readonly message: string }
  | { readonly kind: 'order_already_open'; readonly paymentId: string }
  | { readonly kind: 'order_already_paid'; readonly paymentId: string }
  | { readonly kind: 'no_account'; readonly currency: string };

export type CancelOutcome =
  | { readonly kind: 'payment'; readonly found: FoundPayment }
  | { readonly kind: 'not_cancellable'; readonly state: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number };

export interface CheckoutOptions {
  readonly paymentTtlMs: number;
  /** How long an API caller waits for the gateway; the call itself goes on (GATEWAY_CALLER_WAIT). */
  readonly callerWaitMs: number;
  readonly onError: (error: unknown, what: string) => void;
  readonly onEvents: () => void;
}

const RETRY_AFTER_SECONDS = 5;
const LOOK_EVERY_MS = 200;

/** Opens payments and brings each to the one CIP a shopper is shown (requirement R1). */
export class CheckoutService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly reader: PaymentReader,
    private readonly idempotency: IdempotencyStore,
    private readonly clock: Clock,
    private readonly options: CheckoutOptions,
  ) {}

  /**
   * Begins or resumes the checkout that `claim` stands for. The payment, its stock hold and the create command are
   * committed before the gateway is called; whatever the gateway then does, the same key finds its way back.
   */
  async checkout(claim: IdempotencyClaim, shopId: string, request: CheckoutRequest): Promise<CheckoutOutcome> {
    if (claim.paymentId !== null) return this.resume(claim.paymentId);
    const account = await this.accountFor(shopId, request.currency);
    if (!account) return { kind: 'no_account', currency: request.currency };
    const opening = this.opening(shopId, account, request);
    const paymentId = opening.details.paymentId;
    try {
      const verdict = await this.dataSource.transaction(async (manager) => {
        const opened = await this.ledger.open(manager, opening);
        if (opened.kind === 'applied' && !(await this.idempotency.bind(manager, claim, paymentId))) {
          throw new Error(`another attempt took over the idempotency key ${claim.key}`);
        }
        return opened;
      });
      if (verdict.kind === 'refused') {
        const other = verdict.paymentId ?? '';
        return {
          kind: verdict.why === 'order_already_paid' ? 'order_already_paid' : 'order_already_open',
          paymentId: other,
        };
      }
    } catch (error) {
      // Two first payments of one order at once: there was no row to lock, so the unique index decided.
      if (!violatesConstraint(error, 'uq_payment_open_order')) throw error;
      const open = await this.reader.findOpen(shopId, request.orderId);
      return { kind: 'order_already_open', paymentId: open?.payment.id ?? '' };
    }
    return this.awaitCip(paymentId, opening.commandId);
  }

  /** Deletes the CIP, then cancels and releases stock: a cancelled order cannot be paid any more. */
  async cancel(paymentId: string, actor: string): Promise<CancelOutcome> {
    const found = await this.reader.get(paymentId);
    if (found.payment.state === 'cancelled') return { kind: 'payment', found };
    if (!isOpen(found.payment.state)) return { kind: 'not_cancellable', state: found.payment.state };
    const live = found.payment.cips.find((cip) => cip.current && cip.number !== null);
    if (!live) {
      const { verdict, events } = await this.ledger.observe({ kind: 'cancel_unsent', paymentId, actor });
      if (events > 0) this.options.onEvents();
      if (verdict.kind === 'refused') return { kind: 'busy' };
      return { kind: 'payment', found: await this.reader.get(paymentId) };
    }
    const commandId = newId('gcmd', this.clock.now());
    const { verdict } = await this.ledger.observe({
      kind: 'begin_command',
      paymentId,
      commandId,
      cipId: live.id,
      command: 'delete',
      purpose: 'cancel',
      actor,
    });
    if (verdict.kind === 'refused') {
      if (verdict.why === 'command_in_progress') return { kind: 'busy' };
      const now = await this.reader.get(paymentId);
      return now.payment.state === 'cancelled'
        ? { kind: 'payment', found: now }
        : { kind: 'not_cancellable', state: now.payment.state };
    }
    await this.within(this.runner.run(commandId), 'cancel');
    const after = await this.reader.get(paymentId);
    if (after.payment.state === 'cancelled') return { kind: 'payment', found: after };
    if (!isOpen(after.payment.state)) return { kind: 'not_cancellable', state: after.payment.state };
    return { kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS };
  }

  private async resume(paymentId: string): Promise<CheckoutOutcome> {
    const { payment } = await this.reader.get(paymentId);
    if (payment.state !== 'created') return this.outcome(paymentId);
    const command = openCommandOf(payment);
    if (command) {
      // settle() leaves a call alone whose answer may still come; then all we can do is look for it.
      await this.within(
        this.runner.settle(command.id).then((settled) => (settled ? undefined : this.watch(paymentId))),
        'resume',
      );
      return this.outcome(paymentId);
    }
    return this.askAgain(payment);
  }

  /** The last create certainly did nothing (never sent, rate limited): ask anew, still for one CIP. */
  private async askAgain(payment: Payment): Promise<CheckoutOutcome> {
    const now = this.clock.now();
    const [last] = payment.cips.slice(-1);
    if (!last) throw new Error(`payment ${payment.id} has no CIP row`);
    const { details } = await this.reader.get(payment.id);
    const cip = requestedCip({ orderId: details.orderId, expiresAt: payment.expiresAt, now });
    const commandId = newId('gcmd', now);
    const { verdict } = await this.ledger.observe({
      kind: 'begin_command',
      paymentId: payment.id,
      commandId,
      cipId: cip.id,
      newCip: cip,
      command: 'create',
      // After one lost create, this is the one replacement.
      purpose: payment.cips.some((other) => other.status === 'lost') ? 'replace' : 'checkout',
      actor: 'storefront',
    });
    if (verdict.kind !== 'applied') return this.outcome(payment.id);
    return this.awaitCip(payment.id, commandId);
  }

  private async awaitCip(paymentId: string, commandId: string): Promise<CheckoutOutcome> {
    await this.within(this.runner.run(commandId), 'create');
    return this.outcome(paymentId);
  }

  private async outcome(paymentId: string): Promise<CheckoutOutcome> {
    const found = await this.reader.get(paymentId);
    const { payment } = found;
    if (payment.state === 'created') {
      return { kind: 'unavailable', paymentId, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
    if (payment.state === 'failed') {
      const { code, message } = payment.failure ?? { code: 'failed', message: '' };
      return code === 'gateway_unavailable'
        ? { kind: 'given_up', paymentId, message }
        : { kind: 'rejected', found, code, message };
    }
    const neverHadOne = payment.cips.every((cip) => cip.number === null);
    if (neverHadOne && !isOpen(payment.state) && payment.receipts.length === 0) {
      return { kind: 'given_up', paymentId, message: `The payment is ${payment.state} and never had a CIP.` };
    }
    return { kind: 'payment', found };
  }

  /** The caller waits this long and no longer; the work goes on, and its late result counts. */
  private async within(work: Promise<unknown>, what: string): Promise<void> {
    const done = new AbortController();
    const safe = work.catch((error: unknown) => this.options.onError(error, what)).finally(() => done.abort());
    await Promise.race([
      safe,
      delay(this.options.callerWaitMs, undefined, { signal: done.signal }).catch(() => undefined),
    ]);
  }

  private async watch(paymentId: string): Promise<void> {
    const until = performance.now() + this.options.callerWaitMs;
    while (performance.now() < until) {
      await delay(LOOK_EVERY_MS);
      const { payment } = await this.reader.get(paymentId);
      if (payment.state !== 'created' || !openCommandOf(payment)) return;
    }
  }

  private async accountFor(shopId: string, currency: string): Promise<{ id: string; livemode: boolean } | undefined> {
    const [account]: { id: string; livemode: boolean }[] = await this.dataSource.query(
      `select a.id, a.livemode from shop_account m join gateway_account a on a.id = m.account_id
         join shop s on s.id = m.shop_id and s.livemode = a.livemode
       where m.shop_id = $1 and m.currency = $2`,
      [shopId, currency],
    );
    return account;
  }

  private opening(
    shopId: string,
    account: { id: string; livemode: boolean },
    request: CheckoutRequest,
  ): {
    observation: { kind: 'open'; paymentId: string; payment: Payment };
    details: PaymentDetails;
    commandId: string;
  } {
    const now = this.clock.now();
    const paymentId = newId('pay', now);
    const commandId = newId('gcmd', now);
    const expiresAt = request.expiresAt ?? new Date(now.getTime() + this.options.paymentTtlMs);
    const cip = requestedCip({ orderId: request.orderId, expiresAt, now });
    const holdsStock = request.items.length > 0;
    const payment: Payment = {
      id: paymentId,
      accountId: account.id,
      amountMinor: request.amountMinor,
      currency: request.currency,
      baseState: 'created',
      state: 'created',
      late: false,
      unconfirmed: false,
      failure: null,
      stock: holdsStock ? 'held' : 'none',
      stockGeneration: holdsStock ? 1 : 0,
      createdAt: now,
      expiresAt,
      nextAt: expiresAt,
      paidAt: null,
      closedAt: null,
      cips: [cip],
      facts: [],
      receipts: [],
      commands: [
        {
          id: commandId,
          cipId: cip.id,
          kind: 'create',
          purpose: 'checkout',
          status: 'intent',
          actor: 'storefront',
          nextAt: new Date(now.getTime() + INTENT_GRACE_MS),
          outcome: null,
        },
      ],
      cases: new Map(),
      waitingNotifications: 0,
    };
    const details: PaymentDetails = {
      paymentId,
      shopId,
      orderId: request.orderId,
      livemode: account.livemode,
      description: request.description,
      customer: request.customer,
      items: request.items,
      metadata: request.metadata,
      returnUrl: request.returnUrl,
      pageToken: newToken(),
      refundedMinor: 0n,
      updatedAt: now,
    };
    return { observation: { kind: 'open', paymentId, payment }, details, commandId };
  }
}

function requestedCip(input: { orderId: string; expiresAt: Date; now: Date }): Cip {
  return {
    id: newId('cip', input.now),
    transactionCode: transactionCode(input.orderId, randomBytes(8)),
    number: null,
    url: null,
    current: true,
    status: 'requested',
    statusAt: null,
    pendingSeen: [],
    expiresAt: input.expiresAt,
    createdAt: input.now,
    pollAt: null,
    announcedAt: null,
  };
}
