/** The part of a payment that the demo shop shows. */
export interface ShopPayment {
  id: string;
  orderId: string;
  state: string;
  amount: string;
  currency: string;
  paymentPageUrl: string;
  stock: string;
  createdAt: string;
}

export interface ShopDelivery {
  eventType: string;
  status: string;
  attempts: number;
}

/** The checkout API said no; `message` is its own sentence. */
export class CheckoutError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The demo shop is a customer of the public API like any other: it knows an address and a key. */
export class CheckoutClient {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
  ) {}

  createPayment(order: unknown, idempotencyKey: string): Promise<ShopPayment> {
    return this.call('POST', '/v1/payments', order, { 'idempotency-key': idempotencyKey });
  }

  async listPayments(): Promise<ShopPayment[]> {
    return (await this.call<{ data: ShopPayment[] }>('GET', '/v1/payments?limit=20')).data;
  }

  createEndpoint(url: string): Promise<{ id: string; secret: string }> {
    return this.call('POST', '/v1/webhook-endpoints', { url, description: 'Demo shop' });
  }

  async moveEndpoint(id: string, url: string): Promise<boolean> {
    try {
      await this.call('PATCH', `/v1/webhook-endpoints/${id}`, { url });
      return true;
    } catch (error) {
      if (error instanceof CheckoutError && error.status === 404) return false;
      throw error;
    }
  }

  private async call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new CheckoutError(response.status, problemText(text, response.status));
    return JSON.parse(text) as Answer;
  }
}

function problemText(text: string, status: number): string {
  try {
    const problem = JSON.parse(text) as { title?: string; detail?: string; code?: string };
    return problem.detail ?? problem.title ?? problem.code ?? `HTTP ${status}`;
  } catch {
    return `HTTP ${status}`;
  }
}
