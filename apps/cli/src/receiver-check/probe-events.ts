import { type EventType, limaInstant, newId, type PaymentView } from '#payments';

/** An event of a check: made up, and shaped as the product's own. */
export interface ProbeEvent {
  readonly id: string;
  readonly orderId: string;
  readonly body: string;
}

/** A type of its own, or one that no version has. */
type ProbeType = EventType | 'order.unheard_of' | 'endpoint.test';

/** Makes events about orders that nobody placed: their numbers begin with `check-`, and they say `livemode: false`. */
export class ProbeEvents {
  private readonly run: string;
  private orders = 0;

  constructor(private readonly now: () => Date) {
    this.run = newId('run', now()).slice(-8);
  }

  order(): string {
    this.orders += 1;
    return `check-${this.run}-${this.orders}`;
  }

  event(type: ProbeType, change: { orderId?: string; sequence?: number; more?: object } = {}): ProbeEvent {
    const { orderId = this.order(), sequence = 2, more = {} } = change;
    const now = this.now();
    const id = newId('evt', now);
    const head = { id, type, timestamp: limaInstant(now), livemode: false };
    const body =
      type === 'endpoint.test'
        ? { ...head, data: { endpointId: newId('we', now) } }
        : {
            ...head,
            sequence,
            data: { payment: this.payment(orderId, type), stockReleased: false, ...caseOf(type) },
            ...more,
          };
    return { id, orderId, body: JSON.stringify(body) };
  }

  private payment(orderId: string, type: ProbeType): PaymentView {
    const isPaid = type !== 'order.pending';
    const at = limaInstant(this.now());
    const cip = '213803274';
    return {
      id: `pay_${orderId}`,
      object: 'payment',
      livemode: false,
      orderId,
      state: isPaid ? 'paid' : 'pending',
      amount: '129.90',
      currency: 'PEN',
      description: 'Two polos, señorita Núñez',
      cip: { number: cip, url: null, state: isPaid ? 'paid' : 'pending', expiresAt: at },
      paymentPageUrl: 'http://localhost:3000/pay/check',
      returnUrl: null,
      expiresAt: at,
      paidAt: isPaid ? at : null,
      late: type === 'order.review_required',
      inReview: type === 'order.review_required',
      failure: null,
      receipts: isPaid
        ? [
            {
              id: `rcp_${cip}`,
              cip,
              amount: '129.90',
              currency: 'PEN',
              paidAt: at,
              operationNumber: '1253',
              reversedAt: null,
              counts: 'applied',
            },
          ]
        : [],
      refundedAmount: '0.00',
      refunds: [],
      stock: 'committed',
      items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
      customer: {
        email: 'rosa@example.pe',
        firstName: 'Rosa',
        lastName: 'Núñez',
      },
      metadata: {},
      createdAt: at,
      updatedAt: at,
    };
  }
}

function caseOf(type: ProbeType): object {
  return type === 'order.review_required' ? { case: { id: 'case_check', kind: 'paid_late' } } : {};
}
