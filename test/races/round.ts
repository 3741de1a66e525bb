import type { PaymentView } from '#payments';
import type { RaceProduct, Reply } from './race-product.js';
import type { Action, Schedule, Step } from './schedule.js';

/** A CIP number that a storefront or a shopper got to see. */
export interface Shown {
  readonly number: string;
  readonly paymentId: string;
  readonly atMs: number;
  readonly by: string;
}

/** An answer that ends a request with an Idempotency-Key. */
export interface FinalAnswer {
  readonly key: string;
  readonly status: number;
  readonly text: string;
}

type Reissue = Extract<Action, { kind: 'reissue' }>;

const AMOUNT = '129.90';

/** One order on its way through its schedule, and everything that was answered about it. */
export class Round {
  readonly shown: Shown[] = [];
  readonly finals: FinalAnswer[] = [];
  readonly failures: string[] = [];
  /** What came of every action, with what was asked: "reissue 200". */
  readonly answers: string[] = [];
  /** What was done and answered, for a failing round. */
  readonly log: string[] = [];
  /** CIPs that somebody paid: nobody pays one twice. */
  readonly paid = new Set<string>();
  /** Payments that were asked to be reissued. */
  readonly reissued = new Set<string>();
  private readonly paymentIds = new Set<string>();
  private readonly pages = new Map<string, string>();
  private answered = false;
  /** Reissues whose key is to be sent again, by key. */
  private readonly unanswered = new Map<string, { id: string; action: Reissue }>();
  private requests = 0;

  constructor(
    readonly schedule: Schedule,
    private readonly product: RaceProduct,
  ) {}

  get orderId(): string {
    return this.schedule.orderId;
  }

  /** Begins what this tick holds; `awaited` is what the tick ends with, `rest` goes on beyond it. */
  begin(tick: number, when: Step['when']): { awaited: Promise<void>[]; rest: Promise<void>[] } {
    const steps = this.schedule.steps.filter((step) => step.tick === tick && step.when === when);
    const awaited: Promise<void>[] = [];
    const rest: Promise<void>[] = [];
    for (const step of steps) {
      for (const action of step.actions) (step.awaited ? awaited : rest).push(this.act(action));
    }
    if (when === 'before' && this.schedule.persistent) awaited.push(...this.resume(tick));
    return { awaited, rest };
  }

  /** A persistent storefront repeats what was not answered for good, with the same key, in every tick after the first. */
  private resume(tick: number): Promise<void>[] {
    const [first] = this.schedule.steps;
    const create = !this.answered && first !== undefined && tick > first.tick ? [this.create('a', 1)] : [];
    const reissues = [...this.unanswered.values()].map(({ id, action }) => this.reissue(id, { ...action, copies: 1 }));
    return [...create, ...reissues];
  }

  private async act(action: Action): Promise<void> {
    switch (action.kind) {
      case 'create':
        return this.create(action.key, action.copies);
      case 'reissue':
        return this.ofLatest((id) => this.reissue(id, action));
      case 'extend':
        return this.ofLatest((id) =>
          this.times(action.copies, (copy) =>
            this.change(copy, `extend ${action.minutes}`, `/v1/payments/${id}/extend`, {
              expiresAt: this.inMinutes(action.minutes),
            }),
          ),
        );
      case 'cancel':
        return this.ofLatest((id) =>
          this.times(action.copies, (copy) => this.change(copy, 'cancel', `/v1/payments/${id}/cancel`)),
        );
      case 'check':
        return this.ofLatest((id) => this.change(this.copy(), 'check', `/v1/payments/${id}/check`));
      case 'look':
        return this.ofLatest((id) => (action.at === 'api' ? this.look(id) : this.openPage(id)));
      case 'pay':
        return this.pay(action);
      case 'kill':
        this.note(`kill ${action.victim}`);
        return this.product.kill(action.victim);
    }
  }

  private create(key: string, copies: number): Promise<void> {
    const { minutes } = this.schedule;
    return this.times(copies, async (copy) => {
      const fullKey = `${this.orderId}-${key}`;
      // The body is part of what a key stands for, so its deadline is one and the same for all repetitions.
      const body = {
        ...orderOf(this.orderId),
        ...(minutes === null ? {} : { expiresAt: this.firstDeadline(key, minutes) }),
      };
      const reply = await this.product.api(copy, 'POST', '/v1/payments', { body, key: fullKey });
      this.take(reply, `create ${key}@${copy % 2}`);
      if (reply === null) return;
      const settled = !mayResume(reply);
      const final = settled && reply.status !== 409;
      if (final) this.finals.push({ key: fullKey, status: reply.status, text: reply.text });
      if (key === 'a' && settled) this.answered = true;
    });
  }

  private readonly deadlines = new Map<string, string>();

  private firstDeadline(key: string, minutes: number): string {
    const known = this.deadlines.get(key) ?? this.inMinutes(minutes + 0.5);
    this.deadlines.set(key, known);
    return known;
  }

  private async reissue(id: string, action: Reissue): Promise<void> {
    const key = `${this.orderId}-${id}-${action.key}`;
    const body = action.minutes === null ? {} : { expiresAt: this.firstDeadline(key, action.minutes) };
    this.reissued.add(id);
    await this.times(action.copies, async (copy) => {
      const reply = await this.product.api(copy, 'POST', `/v1/payments/${id}/reissue`, { body, key });
      this.take(reply, `reissue ${action.key}@${copy % 2}`);
      if (reply === null || mayResume(reply)) {
        if (!this.finals.some((final) => final.key === key)) this.unanswered.set(key, { id, action });
        return;
      }
      this.unanswered.delete(key);
      if (reply.status === 200) this.finals.push({ key, status: reply.status, text: reply.text });
    });
  }

  private async change(copy: number, what: string, path: string, body?: unknown): Promise<void> {
    this.take(await this.product.api(copy, 'POST', path, body === undefined ? {} : { body }), `${what}@${copy % 2}`);
  }

  private async look(id: string): Promise<void> {
    this.take(await this.product.api(this.copy(), 'GET', `/v1/payments/${id}`), 'look');
  }

  private async openPage(id: string): Promise<void> {
    const path = this.pages.get(id);
    if (path === undefined) return;
    const reply = await this.product.api(this.copy(), 'GET', path);
    const number = reply && /data-copy="(\d+)"/.exec(reply.text)?.[1];
    this.answers.push(number ? 'page with a code' : 'page without');
    this.note(`page ${reply?.status} ${number ?? '-'}`);
    if (reply && number) this.shown.push({ number, paymentId: id, atMs: reply.atMs, by: 'page' });
  }

  private async pay(action: Extract<Action, { kind: 'pay' }>): Promise<void> {
    const number = await this.choose(action.which);
    if (number === undefined || this.paid.has(number)) return;
    this.paid.add(number);
    // Money on an orphan that nobody is told about cannot be known before the settlement.
    const notify = action.which === 'unseen' && action.notify === 'never' ? 'once' : action.notify;
    const done = await this.product.pay(number, { notify, ...(action.wrongAmount ? { amount: '100.00' } : {}) });
    if (done) this.answers.push(`money on the ${action.which}`);
    this.note(
      `pay ${action.which} ${number} ${notify}${action.wrongAmount ? ' wrong amount' : ''}: ${done ? 'taken' : 'refused'}`,
    );
  }

  private async choose(which: 'shown' | 'earlier' | 'unseen'): Promise<string | undefined> {
    const seen = [...new Set(this.shown.map((entry) => entry.number))];
    if (which === 'shown') return seen.at(-1);
    if (which === 'earlier') return seen.at(-2);
    const rows = await this.product.database.query<{ number: string }>(
      `select number::text as number from sandbox.cip where starts_with(transaction_code, $1) order by number desc`,
      [`${this.orderId}-`],
    );
    return rows.map((row) => row.number).find((number) => !seen.includes(number));
  }

  /** Reads a payment out of an answer: what it shows was seen. A server error of our own is a failure of the round. */
  private take(reply: Reply | null, what: string): void {
    if (reply === null) return this.note(`${what}: no answer`);
    const payment = paymentOf(reply);
    const told = payment ? `${payment.state} ${payment.cip?.number ?? '-'}` : reply.text.slice(0, 160);
    this.note(`${what}: ${reply.status} ${told}`);
    this.answers.push(`${/^\w+/.exec(what)?.[0]} ${reply.status}`);
    if (reply.status === 500) this.failures.push(`${what} was answered 500: ${reply.text}`);
    if (!payment) return;
    this.paymentIds.add(payment.id);
    this.pages.set(payment.id, new URL(payment.paymentPageUrl).pathname);
    if (payment.cip) this.shown.push({ number: payment.cip.number, paymentId: payment.id, atMs: reply.atMs, by: what });
  }

  private async ofLatest(act: (paymentId: string) => Promise<void>): Promise<void> {
    const id = [...this.paymentIds].at(-1);
    if (id !== undefined) await act(id);
  }

  private async times(copies: number, act: (copy: number) => Promise<void>): Promise<void> {
    const first = this.copy();
    await Promise.all(Array.from({ length: copies }, (_, nth) => act(first + nth)));
  }

  /** Requests go to the two copies in turn. */
  private copy(): number {
    this.requests += 1;
    return this.requests + this.schedule.seed;
  }

  private inMinutes(minutes: number): string {
    return new Date(this.product.clock.now().getTime() + minutes * 60_000).toISOString();
  }

  private note(line: string): void {
    this.log.push(`${this.product.clock.now().toISOString()} ${line}`);
  }
}

/** After these answers the same key is to be tried again (the contract's words). */
function mayResume({ status, text }: Reply): boolean {
  return status >= 500 || (status === 409 && /"(idempotency_key_in_use|payment_busy)"/.test(text));
}

function orderOf(orderId: string): Record<string, unknown> {
  return {
    orderId,
    amount: AMOUNT,
    currency: 'PEN',
    customer: { email: 'rosa@example.pe' },
    items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
  };
}

function paymentOf(reply: Reply): PaymentView | null {
  if (reply.status >= 300) return null;
  const body: unknown = JSON.parse(reply.text);
  return typeof body === 'object' && body !== null && Reflect.get(body, 'object') === 'payment'
    ? (body as PaymentView)
    : null;
}
