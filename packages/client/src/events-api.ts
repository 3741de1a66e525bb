import type { EventFilter, EventPage, EventType, OrderEvent } from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class EventsApi {
  constructor(private readonly transport: Transport) {}

  /** What happened after `after`, in order. Keep `nextCursor` once you have acted, and ask again with it. */
  list(
    filter: Omit<EventFilter, 'type'> & { readonly type?: EventType | readonly EventType[] } = {},
    options: CallOptions = {},
  ): Promise<EventPage> {
    const { type, ...rest } = filter;
    const types = typeof type === 'string' ? [type] : type;
    const query = types === undefined ? rest : { ...rest, type: types };
    return this.transport.send('get', '/v1/events', { query }, options);
  }

  get(id: string, options: CallOptions = {}): Promise<OrderEvent> {
    return this.transport.send('get', '/v1/events/{id}', { path: { id } }, options);
  }
}
