import type { Delivery } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class DeliveriesApi {
  constructor(private readonly transport: Transport) {}

  /** Sends a delivery again, whatever became of it. The event keeps its id. */
  redeliver(id: string, options: CallOptions = {}): Promise<Delivery> {
    return this.transport.send('post', '/v1/deliveries/{id}/redeliver', { path: { id } }, options);
  }
}
