import type { StockHoldFilter, StockHoldPage } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class StockHoldsApi {
  constructor(private readonly transport: Transport) {}

  /** One page; ask with its `nextCursor` for what follows. */
  list(filter: StockHoldFilter = {}, options: CallOptions = {}): Promise<StockHoldPage> {
    return this.transport.send('get', '/v1/stock-holds', { query: filter }, options);
  }
}
