import type { Delivery, DeliveryDetails } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class DeliveriesApi {
  constructor(private readonly transport: Transport) {}

  /** Sends a delivery again, whatever became of it. The event keeps its id. */
  redeliver(id: string, options: CallOptions = {}): Promise<Delivery> {
    return this.transport.send('post', '/v1/deliveries/{id}/redeliver', { path: { id } }, options);
  }

  /** With the body that is sent and with every attempt. */
  get(id: string, options: CallOptions = {}): Promise<DeliveryDetails> {
    return this.transport.send('get', '/v1/deliveries/{id}', { path: { id } }, options);
  }

  /** Has it sent no more, because you saw to the event by other means; `redeliver` takes that back. */
  resolve(id: string, reason: string, options: CallOptions = {}): Promise<Delivery> {
    return this.transport.send('post', '/v1/deliveries/{id}/resolve', { path: { id }, body: { reason } }, options);
  }
}
