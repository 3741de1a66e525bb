import type { Refund } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class RefundsApi {
  constructor(private readonly transport: Transport) {}

  get(id: string, options: CallOptions = {}): Promise<Refund> {
    return this.transport.send('get', '/v1/refunds/{id}', { path: { id } }, options);
  }
}
