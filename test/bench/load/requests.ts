import { signNotification } from '#pagoefectivo';

/** A request that is ready to be written: nothing is built or signed while the clock runs. */
export interface PreparedRequest {
  readonly path: string;
  /** Names and values in turn, as undici takes them. */
  readonly headers: string[];
  readonly body: Buffer;
}

export type RequestPlan =
  | {
      readonly kind: 'notifications';
      readonly secret: string;
      /** The CIP of the first; the others follow. */
      readonly firstCip: number;
      readonly count: number;
    }
  | { readonly kind: 'payments'; readonly apiKey: string; readonly prefix: string; readonly count: number };

export function prepareRequests(plan: RequestPlan): PreparedRequest[] {
  const prepare = plan.kind === 'notifications' ? notification(plan) : payment(plan);
  return Array.from({ length: plan.count }, (_, index) => prepare(index));
}

function notification({ secret, firstCip }: Extract<RequestPlan, { kind: 'notifications' }>) {
  return (index: number): PreparedRequest => {
    const cip = firstCip + index;
    const data = `"cip":"${cip}","currency":"PEN","amount":129.90,"paymentDate":"2026-11-25T10:15:00-05:00","transactionCode":"BENCH-${cip}"`;
    const body = Buffer.from(`{"eventType":"cip.paid","operationNumber":"${cip}","data":{${data}}}`);
    const signature = signNotification(body, secret)['PE-Signature'];
    return {
      path: '/webhooks/pagoefectivo',
      headers: ['content-type', 'application/json', 'pe-signature', signature],
      body,
    };
  };
}

function payment({ apiKey, prefix }: Extract<RequestPlan, { kind: 'payments' }>) {
  return (index: number): PreparedRequest => {
    const orderId = `${prefix}-${index}`;
    const body = {
      orderId,
      amount: '129.90',
      currency: 'PEN',
      customer: { email: 'rosa@example.pe', firstName: 'Rosa', lastName: 'Quispe' },
      items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
    };
    const authorization = ['authorization', `Bearer ${apiKey}`, 'idempotency-key', orderId];
    return {
      path: '/v1/payments',
      headers: ['content-type', 'application/json', ...authorization],
      body: Buffer.from(JSON.stringify(body)),
    };
  };
}
