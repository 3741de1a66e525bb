import type { EventFilter, EventPage, EventType, OrderEvent } from './api-types.js';
import type { CallOptions } from './call-options.js';
import { consumeFeed, type ConsumeOptions } from './consume.js';
import type { Transport } from './transport.js';

const DEFAULT_WAIT_SECONDS = 20;
const MAX_WAIT_SECONDS = 50;
/** The answer to a long wait needs its time on the way, too. */
const TRAVEL_SECONDS = 5;

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

  /**
   * Everything that happens, as an endless iteration that survives restarts of both sides: a consumer that needs no
   * public address. Act on an event in the loop, and commit; asking for the next one says that you did. After a crash
   * the event at hand comes again, so act once per `event.id`.
   *
   * @throws ChasquiError when asking again would not help: a wrong key, a place that the feed does not know any more
   */
  consume(options: ConsumeOptions): AsyncGenerator<OrderEvent, void, undefined> {
    const { waitSeconds = DEFAULT_WAIT_SECONDS, type, since, pageSize } = options;
    if (!Number.isInteger(waitSeconds) || waitSeconds < 0 || waitSeconds > MAX_WAIT_SECONDS) {
      throw new TypeError(`waitSeconds must be a whole number from 0 to ${MAX_WAIT_SECONDS}, and is ${waitSeconds}.`);
    }
    const wait = Math.max(0, Math.min(waitSeconds, Math.floor(this.transport.timeoutMs / 1000) - TRAVEL_SECONDS));
    const filter = {
      wait,
      ...(type === undefined ? {} : { type }),
      ...(since === undefined ? {} : { since }),
      ...(pageSize === undefined ? {} : { limit: pageSize }),
    };
    return consumeFeed(
      (after, signal) => this.list(after === null ? filter : { ...filter, after }, { signal }),
      options,
    );
  }

  get(id: string, options: CallOptions = {}): Promise<OrderEvent> {
    return this.transport.send('get', '/v1/events/{id}', { path: { id } }, options);
  }
}
