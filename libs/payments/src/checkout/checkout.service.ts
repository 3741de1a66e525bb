import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { violatesConstraint } from '../database-errors.js';
import type { Currency, Payment } from '../domain/index.js';
import { INTENT_GRACE_MS, isOpen, openCommandOf } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { newId, newToken } from '../identifiers.js';
import type { CustomerDetails, ItemDetails, PaymentDetails } from '../orders/payment-details.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { FoundPayment, PaymentReader } from '../orders/payment.reader.js';
import type { CallerWait } from './caller-wait.js';
import type { IdempotencyClaim, IdempotencyStore } from './idempotency.store.js';
import { newCipFor, usualDeadline } from './new-cip.js';
import type { CheckoutAccount } from './checkout-account.js';
import { findCheckoutAccount } from './checkout-account.js';

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
  | { readonly kind: 'no_account'; readonly currency: string }
  /** Bounds of the account in minor units; null where there is none. */
  | {
      readonly kind: 'amount_out_of_range';
      readonly currency: Currency;
      readonly minAmountMinor: bigint | null;
      readonly maxAmountMinor: bigint | null;
    };

export interface CheckoutOptions {
  readonly paymentTtlMs: number;
  /** Seconds before the deadline at which shops without a policy of their own are reminded (EXPIRING_SOON). */
  readonly expiringSoonS: readonly number[];
}

export const RETRY_AFTER_SECONDS = 5;

/** Opens payments and brings each to the one CIP a shopper is shown (requirement R1). */
export class CheckoutService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly reader: PaymentReader,
    private readonly idempotency: IdempotencyStore,
    private readonly wait: CallerWait,
    private readonly clock: Clock,
    private readonly options: CheckoutOptions,
  ) {}

  /**
   * Begins or resumes the checkout that `claim` stands for. The payment, its stock hold and the create command are
   * committed before the gateway is called; whatever the gateway then does, the same key finds its way back.
   */
  async checkout(claim: IdempotencyClaim, shopId: string, request: CheckoutRequest): Promise<CheckoutOutcome> {
    if (claim.paymentId !== null) return this.resume(claim.paymentId);
    const account = await findCheckoutAccount(this.dataSource, { shopId, currency: request.currency });
    if (!account) return { kind: 'no_account', currency: request.currency };
    const { minAmountMinor, maxAmountMinor } = account;
    const tooLittle = minAmountMinor !== null && request.amountMinor < minAmountMinor;
    const tooMuch = maxAmountMinor !== null && request.amountMinor > maxAmountMinor;
    if (tooLittle || tooMuch) {
      return { kind: 'amount_out_of_range', currency: request.currency, minAmountMinor, maxAmountMinor };
    }
    const opening = this.opening(shopId, account, request);
    const paymentId = opening.details.paymentId;
    try {
      const verdict = await this.dataSource.transaction(async (manager) => {
        const opened = await this.ledger.open(manager, opening);
        if (opened.kind === 'applied') await this.idempotency.bind(manager, claim, { paymentId });
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

  private async resume(paymentId: string): Promise<CheckoutOutcome> {
    const { payment } = await this.reader.get(paymentId);
    if (payment.state !== 'created') return this.outcome(paymentId);
    const command = openCommandOf(payment);
    if (command) {
      // settle() leaves a call alone whose answer may still come; then all we can do is look for it.
      await this.wait.within(
        this.runner.settle(command.id).then((settled) => (settled ? undefined : this.watch(paymentId))),
        'resume',
      );
      return this.outcome(paymentId);
    }
    // Two requests were lost: a third could be a third code. What waits about them decides, or the clock.
    if (payment.cips.filter((cip) => cip.status === 'lost').length > 1) return this.outcome(paymentId);
    return this.askAgain(payment);
  }

  /** The last create certainly did nothing (never sent, rate limited): ask anew, still for one CIP. */
  private async askAgain(payment: Payment): Promise<CheckoutOutcome> {
    const now = this.clock.now();
    const [last] = payment.cips.slice(-1);
    if (!last) throw new Error(`payment ${payment.id} has no CIP row`);
    const { details } = await this.reader.get(payment.id);
    const cip = newCipFor({ orderId: details.orderId, expiresAt: payment.expiresAt, now });
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
    await this.wait.within(this.runner.run(commandId), 'create');
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
    if (isOpen(payment.state) && openCommandOf(payment)?.kind === 'create') {
      return { kind: 'unavailable', paymentId, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
    const neverHadOne = payment.cips.every((cip) => cip.number === null);
    if (neverHadOne && !isOpen(payment.state) && payment.receipts.length === 0) {
      return { kind: 'given_up', paymentId, message: `The payment is ${payment.state} and never had a CIP.` };
    }
    return { kind: 'payment', found };
  }

  private watch(paymentId: string): Promise<void> {
    return this.wait.until(async () => {
      const { payment } = await this.reader.get(paymentId);
      return payment.state !== 'created' || !openCommandOf(payment);
    });
  }

  private opening(
    shopId: string,
    account: CheckoutAccount,
    request: CheckoutRequest,
  ): {
    observation: { kind: 'open'; paymentId: string; payment: Payment };
    details: PaymentDetails;
    commandId: string;
  } {
    const now = this.clock.now();
    const paymentId = newId('pay', now);
    const commandId = newId('gcmd', now);
    const expiresAt = request.expiresAt ?? usualDeadline(now, this.options.paymentTtlMs);
    const cip = newCipFor({ orderId: request.orderId, expiresAt, now });
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
      remindBeforeS: account.expiringSoonS ?? this.options.expiringSoonS,
      remindAt: null,
      nextAt: expiresAt,
      heldFor: null,
      paidAt: null,
      closedAt: null,
      cips: [cip],
      facts: [],
      receipts: [],
      refunds: [],
      commands: [
        {
          id: commandId,
          cipId: cip.id,
          kind: 'create',
          purpose: 'checkout',
          status: 'intent',
          actor: 'storefront',
          expiresAt: null,
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
      updatedAt: now,
    };
    return { observation: { kind: 'open', paymentId, payment }, details, commandId };
  }
}
