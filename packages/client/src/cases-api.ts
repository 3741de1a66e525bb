import type { Case, CaseFilter, CasePage, ResolveCase } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class CasesApi {
  constructor(private readonly transport: Transport) {}

  /** One page, latest first; ask with its `nextCursor` for what follows. */
  list(filter: CaseFilter = {}, options: CallOptions = {}): Promise<CasePage> {
    return this.transport.send('get', '/v1/cases', { query: filter }, options);
  }

  get(id: string, options: CallOptions = {}): Promise<Case> {
    return this.transport.send('get', '/v1/cases/{id}', { path: { id } }, options);
  }

  /** Resolving twice is one resolution: the first one stays. */
  resolve(id: string, resolution: ResolveCase, options: CallOptions = {}): Promise<Case> {
    return this.transport.send('post', '/v1/cases/{id}/resolve', { path: { id }, body: resolution }, options);
  }
}
