import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { violatesConstraint } from '../database-errors.js';
import type { Currency, PaymentRecord, Verdict } from '../domain/index.js';
import { isOpen, openCommandOf } from '../domain/index.js';
import type { GatewayCommandRunner, HeldCreate } from '../gateway-commands/gateway-command.runner.js';
import { newId } from '../identifiers.js';
import { paymentsOfOrder } from '../orders/order-book.loader.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { FoundPayment, PaymentReader } from '../orders/payment.reader.js';
import type { Statement } from '../statements.js';
import { inTransaction, runInOrder } from '../statements.js';
import type { CallerWait } from './caller-wait.js';
import type { CheckoutAccount } from './checkout-account.js';
import { checkoutAccount, toCheckoutAccount } from './checkout-account.js';
import type { CheckoutOptions, CheckoutRequest } from './checkout-opening.js';
import { openingFor } from './checkout-opening.js';
import type { BegunRow, IdempotencyClaim, IdempotencyRef, IdempotencyStore } from './idempotency.store.js';
import { firstClaim, takenOver } from './idempotency.store.js';
import { newCipFor } from './new-cip.js';

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

/** The answer to a request that is final: its key keeps it. Null for any other. */
export type FinalAnswer = (outcome: CheckoutOutcome) => { readonly status: number; readonly body: string } | null;

/** A checkout that was begun is committed: `proceed` brings it to its CIP. */
export type BegunCheckout =
  | {
      readonly kind: 'begun';
      readonly claim: IdempotencyClaim;
      /** `isKept`: the final answer was stored with what it tells of. */
      readonly proceed: (answer: FinalAnswer) => Promise<{ outcome: CheckoutOutcome; isKept: boolean }>;
    }
  | { readonly kind: 'nothing'; readonly outcome: CheckoutOutcome };

type Opened =
  | { readonly kind: 'opened'; readonly held: HeldCreate }
  | { readonly kind: 'refused'; readonly outcome: CheckoutOutcome };

/** Undoes the transaction of an opening that came to nothing, and the claim of its key with it. */
class NothingOpened extends Error {
  constructor(readonly outcome: CheckoutOutcome) {
    super(outcome.kind);
  }
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
   * Begins the checkout of a request whose key was never used; null when it was: claim it, and go on with `checkout`. The
   * claim, the payment, its stock hold and the create command, held by this process, are one transaction, which is
   * committed before the gateway is called. What `mayBegin` throws undoes it.
   */
  async begin(ref: IdempotencyRef, request: CheckoutRequest, mayBegin: () => void): Promise<BegunCheckout | null> {
    const opened = await this.open(ref.shopId, request, {
      key: (paymentId) => this.idempotency.claimFor(ref, request, paymentId),
      mayBegin,
    });
    if (opened === null) return null;
    if (opened.kind === 'refused') return { kind: 'nothing', outcome: opened.outcome };
    const { held } = opened;
    const claim = firstClaim(ref, held.payment.id);
    return { kind: 'begun', claim, proceed: (answer) => this.awaitHeld(held, { claim, answer }) };
  }

  /** Begins or resumes the checkout that `claim` stands for; whatever the gateway does, the same key finds its way back. */
  async checkout(claim: IdempotencyClaim, shopId: string, request: CheckoutRequest): Promise<CheckoutOutcome> {
    // A key may name a payment that was never opened, where the `begin` of its transaction was cancelled and its claim was not.
    const { paymentId } = claim;
    if (paymentId !== null && (await this.reader.find(paymentId, shopId))) return this.resume(paymentId);
    const opened = await this.open(shopId, request, {
      key: (paymentId) => this.idempotency.bindTo(claim, { paymentId }),
    });
    if (opened === null) throw takenOver(claim);
    return opened.kind === 'refused' ? opened.outcome : (await this.awaitHeld(opened.held)).outcome;
  }

  /** Null when the key answered that it is not ours. */
  private async open(
    shopId: string,
    request: CheckoutRequest,
    { key, mayBegin }: { key: (paymentId: string) => Statement<BegunRow>; mayBegin?: () => void },
  ): Promise<Opened | null> {
    const now = this.clock.now();
    const paymentId = newId('pay', now);
    const { orderId, currency } = request;
    try {
      return await inTransaction(this.dataSource, async (manager) => {
        const [[ours], [row], earlier] = await runInOrder(manager, [
          key(paymentId),
          checkoutAccount({ shopId, currency }),
          paymentsOfOrder({ shopId, orderId }),
        ]);
        if (!ours) return null;
        mayBegin?.();
        const account = row ? toCheckoutAccount(row) : null;
        const opening = openingFor(
          { shopId, account: accepting(account, request), request, paymentId, now },
          {
            ...this.options,
            commandLeaseMs: this.runner.commandLeaseMs,
          },
        );
        const { verdict, written } = await this.ledger.open(manager, opening, {
          earlier,
          commandLeaseMs: this.runner.commandLeaseMs,
        });
        if (verdict.kind === 'refused') throw new NothingOpened(inTheWay(verdict));
        const { commandId, cip, details } = opening;
        const { payment } = opening.observation;
        const held: HeldCreate = {
          commandId,
          cip,
          payment,
          details,
          written: written && { ...written, transactionId: ours.transaction_id },
        };
        return { kind: 'opened', held };
      });
    } catch (error) {
      if (error instanceof NothingOpened) return { kind: 'refused', outcome: error.outcome };
      // Two first payments of one order at once: there was no row to lock, so the unique index decided.
      if (!violatesConstraint(error, 'uq_payment_open_order')) throw error;
      const open = await this.reader.findOpen(shopId, orderId);
      return { kind: 'refused', outcome: { kind: 'order_already_open', paymentId: open?.payment.id ?? '' } };
    }
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
  private async askAgain(payment: PaymentRecord): Promise<CheckoutOutcome> {
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

  private async awaitHeld(
    held: HeldCreate,
    keyed?: { readonly claim: IdempotencyClaim; readonly answer: FinalAnswer },
  ): Promise<{ outcome: CheckoutOutcome; isKept: boolean }> {
    let recorded: { outcome: CheckoutOutcome; isKept: boolean } | null = null;
    const run = async (): Promise<void> => {
      let settled: typeof recorded = null;
      await this.runner.runHeld(held, (found) => {
        const outcome = outcomeOf(found);
        const answer = keyed?.answer(outcome) ?? null;
        settled = { outcome, isKept: answer !== null };
        return keyed && answer ? [this.idempotency.finishWith(keyed.claim, answer)] : [];
      });
      // Only now is it committed.
      recorded = settled;
    };
    await this.wait.within(run(), 'create');
    return recorded ?? { outcome: await this.outcome(held.payment.id), isKept: false };
  }

  private async outcome(paymentId: string): Promise<CheckoutOutcome> {
    return outcomeOf(await this.reader.get(paymentId));
  }

  private watch(paymentId: string): Promise<void> {
    return this.wait.until(async () => {
      const { payment } = await this.reader.get(paymentId);
      return payment.state !== 'created' || !openCommandOf(payment);
    });
  }
}

function outcomeOf(found: FoundPayment): CheckoutOutcome {
  const { payment } = found;
  const paymentId = payment.id;
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

/** The account, when it takes this order. */
function accepting(account: CheckoutAccount | null, { currency, amountMinor }: CheckoutRequest): CheckoutAccount {
  if (!account) throw new NothingOpened({ kind: 'no_account', currency });
  const { minAmountMinor, maxAmountMinor } = account;
  const tooLittle = minAmountMinor !== null && amountMinor < minAmountMinor;
  const tooMuch = maxAmountMinor !== null && amountMinor > maxAmountMinor;
  if (tooLittle || tooMuch) {
    throw new NothingOpened({ kind: 'amount_out_of_range', currency, minAmountMinor, maxAmountMinor });
  }
  return account;
}

function inTheWay({ why, paymentId = '' }: Extract<Verdict, { kind: 'refused' }>): CheckoutOutcome {
  return { kind: why === 'order_already_paid' ? 'order_already_paid' : 'order_already_open', paymentId };
}
