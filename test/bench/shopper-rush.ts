import { API_KEY } from './product.js';

/** Requests under way at once. */
const SHOPPERS = 8;

/** Shoppers who order without a pause; the sandbox knows by their e-mail that they pay at once, and notifies. */
export class ShopperRush {
  private placed = 0;

  constructor(private readonly checkoutUrl: string) {}

  /** Orders that were given their code so far. */
  get orders(): number {
    return this.placed;
  }

  /** Resolves when the last order of each has its code. Throws when one gets none: a product that refuses needs no memory. */
  async until(over: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: SHOPPERS }, async () => {
        while (!over()) await this.order();
      }),
    );
  }

  private async order(): Promise<void> {
    const orderId = `RUSH-${process.pid}-${performance.now()}-${Math.random().toString(36).slice(2)}`;
    const response = await fetch(`${this.checkoutUrl}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}`, 'idempotency-key': orderId },
      body: JSON.stringify({
        orderId,
        amount: '129.90',
        currency: 'PEN',
        customer: { email: 'paid+rush@example.pe', firstName: 'Rosa', lastName: 'Quispe' },
        items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
      }),
    });
    const answer = await response.text();
    if (response.status !== 201) throw new Error(`an order was answered ${response.status}: ${answer}`);
    this.placed += 1;
  }
}
