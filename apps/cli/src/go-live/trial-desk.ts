import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '#diagnosis';
import { formatAmount, type PaymentView, type TimelineEntry } from '#payments';
import { type Protocol, ScenarioFailure } from './protocol.js';

const LOOK_EVERY_MS = 250;
const ANSWER_WITHIN_MS = 130_000;

export interface TrialOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sandboxUrl: string;
  /** Begins every order reference of this run. */
  readonly run: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** How long something may take that workers do within seconds. */
  readonly patienceMs: number;
}

export interface SandboxCip {
  readonly cip: string;
  readonly status: string;
  readonly transactionCode: string;
  readonly payments: readonly { readonly operationNumber: string }[];
  readonly notifications: readonly {
    readonly forged: boolean;
    readonly deliveries: readonly { readonly status: number | null }[];
  }[];
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type PaymentWithCode = PaymentView & { readonly cip: NonNullable<PaymentView['cip']> };

/** A storefront and its shopper: orders through the real API, and what happens at the sandbox's counter. */
export class TrialDesk {
  private orders = 0;

  constructor(readonly options: TrialOptions) {}

  /** A new order reference with the body that opens its payment; `outcome` is the sandbox's e-mail prefix. */
  newOrder(outcome: string | null = null): { orderId: string; body: Record<string, unknown> } {
    this.orders += 1;
    const orderId = `${this.options.run}-${this.orders}`;
    const { amountMinor, currency } = this.options;
    const amount = formatAmount(amountMinor);
    const email = `${outcome === null ? '' : `${outcome}+`}go-live@example.com`;
    const items = [{ sku: 'GO-LIVE', name: 'Go-live test', quantity: 1 }];
    return { orderId, body: { orderId, amount, currency, description: 'Go-live test', customer: { email }, items } };
  }

  /** Opens the payment of an order; the reference is its idempotency key too. */
  open(order: { orderId: string; body: Record<string, unknown> }): Promise<Answer> {
    return this.api('POST', '/v1/payments', order.body, { 'idempotency-key': order.orderId });
  }

  /** Opens a payment and expects it to get its code. */
  async openWithCode(protocol: Protocol): Promise<PaymentWithCode> {
    const order = this.newOrder();
    const answer = await this.open(order);
    return this.withCode(answer, protocol);
  }

  withCode({ status, body }: Answer, protocol: Protocol): PaymentWithCode {
    if (status !== 201) throw new ScenarioFailure(`The order was answered ${status}: ${JSON.stringify(body)}.`);
    const payment = body as PaymentView;
    if (payment.cip?.number == null) throw new ScenarioFailure('The payment was opened without a code.');
    protocol.note(`Order ${payment.orderId} was taken: payment ${payment.id}, CIP ${payment.cip.number}.`);
    protocol.evidence('Order', payment.orderId);
    protocol.evidence('Payment', payment.id);
    protocol.evidence('CIP', payment.cip.number);
    return { ...payment, cip: payment.cip };
  }

  /** The shopper pays the CIP; the operation number goes into the evidence. */
  async pay(cip: string, how: Record<string, unknown>, protocol: Protocol): Promise<void> {
    const paid = await this.sandbox('POST', `/sandbox/cips/${cip}/pay`, { channel: 'BCP agente', ...how });
    const operation = (paid as SandboxCip).payments.at(-1)?.operationNumber ?? null;
    protocol.note(`The shopper paid CIP ${cip} at an agent, operation ${operation ?? '-'}.`);
    protocol.evidence('Operation number', operation);
  }

  /** An order whose shopper has paid its code. */
  async openAndPay(protocol: Protocol, how: Record<string, unknown>): Promise<PaymentWithCode> {
    const payment = await this.openWithCode(protocol);
    await this.pay(payment.cip.number, how, protocol);
    return payment;
  }

  /** The payment once it is as wanted. */
  async until(id: string, what: string, isSo: (payment: PaymentView) => boolean): Promise<PaymentView> {
    let last: PaymentView | null = null;
    const found = await this.eventually(async () => {
      last = (await this.expectApi('GET', `/v1/payments/${id}`)) as PaymentView;
      return isSo(last) ? last : null;
    });
    if (found) return found;
    const state = (last as PaymentView | null)?.state ?? 'unknown';
    throw new ScenarioFailure(
      `The payment was to be ${what} within ${this.options.patienceMs / 1000} s and is ${state}.`,
    );
  }

  /** Ids of a payment's events of one type, as its timeline has them. */
  async events(id: string, type: string): Promise<string[]> {
    const answer = await this.expectApi('GET', `/v1/payments/${id}/timeline`);
    const { data } = answer as { data: readonly TimelineEntry[] };
    return data.filter(({ kind, what }) => kind === 'event' && what === type).map((entry) => String(entry.data['id']));
  }

  /** Expects exactly one event of a type, now that what causes it has happened. */
  async oneEvent(id: string, type: string, protocol: Protocol): Promise<void> {
    const ids = await this.events(id, type);
    protocol.expect(
      ids.length === 1,
      `One event ${type} was written.`,
      `There are ${ids.length} events ${type}, not one.`,
    );
    protocol.evidence(type, ids[0] ?? null);
  }

  async sandboxCip(cip: string): Promise<SandboxCip> {
    return (await this.sandbox('GET', `/sandbox/cips/${cip}`)) as SandboxCip;
  }

  /** The first answer that is not null, or null when it takes too long. */
  async eventually<Found>(look: () => Promise<Found | null>): Promise<Found | null> {
    const deadline = performance.now() + this.options.patienceMs;
    for (;;) {
      const found = await look();
      if (found !== null || performance.now() >= deadline) return found;
      await pause(LOOK_EVERY_MS);
    }
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { apiUrl, apiKey } = this.options;
    return ask(`${apiUrl}${path}`, method, body, { authorization: `Bearer ${apiKey}`, ...headers });
  }

  /** The body of an answer that must be a good one. */
  async expectApi(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.api(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new ScenarioFailure(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}.`);
  }

  /** The control plane; whatever it refuses is a failure. */
  async sandbox(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await ask(`${this.options.sandboxUrl}${path}`, method, body, {});
    if (answer.status < 300) return answer.body;
    throw new ScenarioFailure(
      `The sandbox answered ${method} ${path} with ${answer.status}: ${JSON.stringify(answer.body)}.`,
    );
  }
}

async function ask(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOf(text) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new ScenarioFailure(`Nothing answers at ${new URL(url).origin}: ${reasonOf(cause)}.`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 300);
  }
}
