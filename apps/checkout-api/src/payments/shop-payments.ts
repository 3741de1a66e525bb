import { setTimeout as delay } from 'node:timers/promises';
import type { FoundPayment, PaymentFilter, Payments, TimelineEntry } from '#payments';
import type { ShopCaller } from '../access/caller.js';
import { notFound } from '../problems/problem.js';
import { cancelledPayment, gatewayUnavailable } from './checkout-answer.js';

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
    private readonly payments: Pick<Payments, 'checkout' | 'reader' | 'search' | 'timeline'>,
    private readonly options: ShopPaymentsOptions,
  ) {}

  /** Throws a 404 for what is another shop's, another mode's, or nobody's. */
  async get(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    const found = await this.payments.reader.find(paymentId, caller.shopId);
    if (!found || found.details.livemode !== caller.livemode) throw notFound('payment');
    return found;
  }

  async list(caller: ShopCaller, filter: Omit<PaymentFilter, 'shopId'>): Promise<FoundPayment[]> {
    const found = await this.payments.reader.list({ ...filter, shopId: caller.shopId });
    return found.filter(({ details }) => details.livemode === caller.livemode);
  }

  async timeline(caller: ShopCaller, paymentId: string): Promise<TimelineEntry[]> {
    await this.get(caller, paymentId);
    return this.payments.timeline.of(paymentId);
  }

  /** Throws what stood in the way. Cancelling what is cancelled is done already, whoever was first. */
  async cancel(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    await this.get(caller, paymentId);
    const outcome = await this.payments.checkout.cancel(paymentId, caller.actor);
    const overtaken = outcome.kind === 'not_cancellable' && outcome.state === 'cancelled';
    return overtaken ? this.get(caller, paymentId) : cancelledPayment(outcome);
  }

  /**
   * Asks PagoEfectivo about the payment now, and answers with what is then known. Throws a 502 where nothing could be
   * asked: a check that did not happen must not look like one that found nothing.
   */
  async check(caller: ShopCaller, paymentId: string): Promise<FoundPayment> {
    const before = await this.get(caller, paymentId);
    if (before.payment.cips.every((cip) => cip.number === null)) return before;
    const asked = await this.withinWait(this.payments.search.checkPayment(paymentId));
    if (asked === 0) {
      throw gatewayUnavailable('PagoEfectivo could not be asked about this payment: try again.', {
        paymentId,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    return this.get(caller, paymentId);
  }

  /** The caller waits this long and no longer; what the question brings later counts all the same. */
  private async withinWait(question: Promise<number>): Promise<number> {
    const done = new AbortController();
    const late = delay(this.options.callerWaitMs, 0, { signal: done.signal }).catch(() => 0);
    let waited = true;
    const safe = question
      .catch((error: unknown) => {
        if (waited) throw error;
        this.options.onError(error, 'check');
        return 0;
      })
      .finally(() => done.abort());
    try {
      return await Promise.race([safe, late]);
    } finally {
      waited = false;
    }
  }
}
