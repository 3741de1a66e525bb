import { formatAmount } from '#payments';
import type { Clock } from '#platform';
import type { Deed, OrderPlan } from './shoppers.js';

/** `again`: nobody answered for good yet; the same deed is done anew in the next step, and what follows it waits. */
type Outcome = 'done' | 'again';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Where storefront, shopper and agent do what they do. */
export interface Counter {
  readonly clock: Clock;
  /** A call to the checkout API; null when nobody answered. */
  api(method: string, path: string, sent?: { body?: unknown; key?: string }): Promise<Reply | null>;
  /** A call to the sandbox's control plane. True when it did what was asked. */
  sandbox(method: string, path: string, body?: unknown): Promise<boolean>;
  /** Every code that the gateway made for the order, oldest first. */
  codesOf(orderId: string): Promise<string[]>;
}

export interface Surroundings {
  /** Whether a message that PagoEfectivo sends now arrives. */
  readonly isHeard: () => boolean;
}

/** A storefront that gave up, or a shopper who did. */
const PATIENCE = 40;

/** One order on its way: what its storefront, its shopper and the agent did, and what they were told. */
export class ShopOrder {
  /** Codes that the shopper was shown, oldest first. */
  readonly codes: string[] = [];
  /** What came of every deed: "create 201", "pay taken". */
  readonly answers: string[] = [];
  /** Requests that failed inside. */
  readonly failures: string[] = [];
  private readonly waiting: Deed[] = [];
  /** Payments that the storefront was told of. */
  readonly paymentIds: string[] = [];
  private readonly paidCodes: string[] = [];
  private readonly deadlines = new Map<Deed, string>();
  private tries = 0;
  private keyGeneration = 0;

  constructor(
    readonly plan: OrderPlan,
    private readonly product: Counter,
    private readonly surroundings: Surroundings,
  ) {}

  plannedNow(deed: Deed): void {
    this.waiting.push(deed);
  }

  get isIdle(): boolean {
    return this.waiting.length === 0;
  }

  /** Does what is planned, one after the other, until something is to be repeated later. */
  async act(): Promise<void> {
    for (;;) {
      const [deed] = this.waiting;
      if (deed === undefined) return;
      const outcome = await this.carryOut(deed);
      this.tries += 1;
      if (outcome === 'again' && this.tries < PATIENCE) return;
      if (outcome === 'again') this.answers.push(`${deed.kind} given up`);
      this.waiting.shift();
      this.tries = 0;
    }
  }

  private carryOut(deed: Deed): Promise<Outcome> {
    switch (deed.kind) {
      case 'create':
        return this.create(deed);
      case 'pay':
        return this.pay(deed);
      case 'reverse':
        return this.reverse(deed);
      case 'cancel':
        return this.change('cancel', 'cancel');
      case 'extend':
        return this.change('extend', 'extend', { body: { expiresAt: this.deadlineOf(deed) } });
      case 'reissue':
        return this.change('reissue', 'reissue', {
          body: { expiresAt: this.deadlineOf(deed) },
          key: `${this.plan.orderId}-reissue`,
        });
    }
  }

  private async create({ key, copies }: Extract<Deed, { kind: 'create' }>): Promise<Outcome> {
    const { orderId, amountMinor } = this.plan;
    const body = {
      orderId,
      amount: formatAmount(BigInt(amountMinor)),
      currency: 'PEN',
      customer: { email: 'rosa@example.pe' },
      items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 1 }],
    };
    const sent = { body, key: `${orderId}-${key}-${this.keyGeneration}` };
    const replies = await Promise.all(
      Array.from({ length: copies }, () => this.product.api('POST', '/v1/payments', sent)),
    );
    for (const reply of replies) this.take('create', reply);
    const told = replies.find((reply) => reply !== null && !mayResume(reply));
    if (told) return 'done';
    // The key has its last word, and that was no code: a new one starts anew.
    if (replies.some((reply) => reply?.text.includes('with a new Idempotency-Key'))) this.keyGeneration += 1;
    return 'again';
  }

  private async pay({ which, notify, channel, excessMinor }: Extract<Deed, { kind: 'pay' }>): Promise<Outcome> {
    if (which === 'mailed' && !this.surroundings.isHeard()) return 'again';
    const code = which === 'mailed' ? await this.mailedCode() : which === 'first' ? this.codes[0] : this.codes.at(-1);
    if (code === undefined) {
      this.answers.push('pay without a code');
      return 'done';
    }
    const amount = { amount: formatAmount(BigInt(Math.max(100, this.plan.amountMinor + excessMinor))) };
    const taken = await this.product.sandbox('POST', `cips/${code}/pay`, {
      channel,
      notify,
      ...(excessMinor === 0 ? {} : amount),
    });
    if (taken) this.paidCodes.push(code);
    this.answers.push(`pay ${taken ? 'taken' : 'refused'}`);
    return 'done';
  }

  private async reverse({ notify }: Extract<Deed, { kind: 'reverse' }>): Promise<Outcome> {
    const code = this.paidCodes.at(-1);
    const done = code !== undefined && (await this.product.sandbox('POST', `cips/${code}/reverse`, { notify }));
    this.answers.push(`reverse ${done ? 'done' : 'refused'}`);
    return 'done';
  }

  private async change(what: string, path: string, sent: { body?: unknown; key?: string } = {}): Promise<Outcome> {
    const id = this.paymentIds.at(-1);
    if (id === undefined) return 'done';
    const reply = await this.product.api('POST', `/v1/payments/${id}/${path}`, sent);
    this.take(what, reply);
    return reply === null || mayResume(reply) ? 'again' : 'done';
  }

  private take(what: string, reply: Reply | null): void {
    this.answers.push(`${what} ${reply?.status ?? 'unanswered'}`);
    if (reply === null) return;
    if (reply.status === 500) this.failures.push(`${what} was answered 500: ${reply.text}`);
    if (reply.status >= 300) return;
    const { id, cip } = JSON.parse(reply.text) as { id: string; cip: { number: string } | null };
    if (!this.paymentIds.includes(id)) this.paymentIds.push(id);
    if (cip && this.codes.at(-1) !== cip.number) this.codes.push(cip.number);
  }

  /** PagoEfectivo e-mails every code it makes, also one whose answer never reached us. */
  private async mailedCode(): Promise<string | undefined> {
    const numbers = await this.product.codesOf(this.plan.orderId);
    return numbers.find((number) => !this.codes.includes(number));
  }

  /** The same whenever it is asked for again: one key stands for one request. */
  private deadlineOf(deed: Extract<Deed, { hours: number }>): string {
    const known = this.deadlines.get(deed);
    if (known !== undefined) return known;
    const deadline = new Date(this.product.clock.now().getTime() + deed.hours * 3_600_000).toISOString();
    this.deadlines.set(deed, deadline);
    return deadline;
  }
}

/** After these answers the same key is to be tried again (the contract's words). */
function mayResume({ status, text }: Reply): boolean {
  return status >= 500 || (status === 409 && /"(idempotency_key_in_use|payment_busy)"/.test(text));
}
