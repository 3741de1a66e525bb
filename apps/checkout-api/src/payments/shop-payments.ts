import { setTimeout as delay } from 'node:timers/promises';
import type { FoundPayment, IdempotencyClaim, PaymentCheck, PaymentFilter, Payments, TimelineEntry } from '#payments';
import type { Clock } from '#platform';
import { invalidRequest } from '#platform';
import type { ShopCaller } from '../access/caller.js';
import { notFound } from '../problems/problem.js';
import type { ChangeAnswer } from './change-answer.js';
import { changeAnswer, changedPayment } from './change-answer.js';
import { gatewayUnavailable } from './checkout-answer.js';
import { expiryError } from './checkout-request.js';

export interface ShopPaymentsOptions {
  /** How long a caller waits for PagoEfectivo (GATEWAY_CALLER_WAIT). */
  readonly callerWaitMs: number;
  /** Told what went wrong with a question whose caller no longer waits. */
  readonly onError: (error: unknown, what: string) => void;
}

const RETRY_AFTER_SECONDS = 5;

/** The payments that one shop may see: its own, of the mode of its key. */
export class ShopPayments {
  constructor(
    private readonly parts: Pick<Payments, 'changes' | 'reissues' | 'reader' | 'timeline'> & {
      readonly check: PaymentCheck;
      readonly clock: Clock;
    },
    private readonly options: ShopPaymentsOptions,
  ) {}

  /** Throws a 404 for what is another shop's, another mode's, or nobody's. */
  async get(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    const found = await this.parts.reader.find(paymentId, caller.shopId);
    if (!found || found.details.livemode !== caller.livemode) throw notFound('payment');
    return found;
  }

  async list(caller: ShopCaller, filter: Omit<PaymentFilter, 'shopId'>): Promise<FoundPayment[]> {
    const found = await this.parts.reader.list({ ...filter, shopId: caller.shopId });
    return found.filter(({ details }) => details.livemode === caller.livemode);
  }

  async timeline(caller: ShopCaller, paymentId: string): Promise<TimelineEntry[]> {
    await this.get(caller, paymentId);
    return this.parts.timeline.of(paymentId);
  }

  /** Throws what stood in the way. Cancelling what is cancelled is done already, whoever was first. */
  async cancel(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    await this.get(caller, paymentId);
    return changedPayment('cancel', await this.parts.changes.cancel(paymentId, caller.actor));
  }

  /** Throws what stood in the way. Extending to the present deadline is done already, however near that has come. */
  async extend(caller: ShopCaller, paymentId: string, expiresAt: Date): Promise<FoundPayment> {
    const { payment } = await this.get(caller, paymentId);
    const error = expiryError(expiresAt, this.parts.clock.now());
    if (error && payment.expiresAt.getTime() !== expiresAt.getTime()) throw invalidRequest([error]);
    return changedPayment('extend', await this.parts.changes.extend(paymentId, expiresAt, caller.actor));
  }

  /** Asks for a new code in place of the present one, or goes on where an earlier attempt with the key stopped. */
  async reissue(
    caller: ShopCaller,
    claim: IdempotencyClaim,
    request: { paymentId: string; expiresAt: Date | null },
  ): Promise<ChangeAnswer> {
    const error = request.expiresAt && expiryError(request.expiresAt, this.parts.clock.now());
    if (error && claim.paymentId === null) throw invalidRequest([error]);
    return changeAnswer('reissue', await this.parts.reissues.reissue(claim, { ...request, actor: caller.actor }));
  }

  /**
   * Finds out now what is true about a payment, and answers with what is then known. Throws a 502 where PagoEfectivo
   * could not be asked: a check that did not happen must not look like one that found nothing.
   */
  async check(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    const before = await this.get(caller, paymentId);
    const report = await this.withinWait(this.parts.check.check(paymentId));
    const after = await this.get(caller, paymentId);
    const found = after.payment.state !== before.payment.state;
    if (!found && (report === null || report.cipsAsked < report.cipsKnown)) {
      throw gatewayUnavailable('PagoEfectivo could not be asked about this payment: try again.', {
        paymentId,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    return after;
  }

  /** Null when it takes longer than the caller waits; what it finds later counts all the same. */
  private async withinWait<Result>(work: Promise<Result>): Promise<Result | null> {
    const done = new AbortController();
    const late = delay(this.options.callerWaitMs, null, { signal: done.signal }).catch(() => null);
    let waited = true;
    const safe = work.catch((error: unknown) => {
      if (waited) throw error;
      this.options.onError(error, 'check');
      return null;
    });
    try {
      return await Promise.race([safe, late]);
    } finally {
      waited = false;
      done.abort();
    }
  }
}
