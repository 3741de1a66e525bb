import type { EventPage, EventType, OrderEvent } from './api-types.js';
import { ChasquiError } from './chasqui-error.js';
import { ChasquiConnectionError } from './connection-error.js';
import type { CursorStore } from './cursor-store.js';
import { FeedPlace } from './feed-place.js';
import { pause } from './pause.js';
import { pauseMs } from './retry-policy.js';

export interface ConsumeOptions {
  /** Where the consumer keeps its place: `fileCursor(path)`, or a table of your own. */
  readonly cursor: CursorStore;
  /** Only these types. */
  readonly type?: EventType | readonly EventType[];
  /** Only events written at this instant or later, ISO 8601 with an offset. */
  readonly since?: string;
  /** Ends the iteration: at once while it waits, after the event at hand while you work. */
  readonly signal?: AbortSignal;
  /** How long one request waits for something to happen, 0 to 50; default 20, and less than one attempt may take. */
  readonly waitSeconds?: number;
  /** Events per request, 1 to 500; default 100. */
  readonly pageSize?: number;
  /**
   * What to do with a place that the feed does not know any more, after a backup was restored or after a long absence:
   * throw (default), or start anew from the beginning of the feed, where you meet events again that you know by id.
   */
  readonly whenRefused?: 'throw' | 'start_anew';
  /** Told when the feed could not be read, and when it is tried again. */
  readonly onTrouble?: (error: ChasquiError | ChasquiConnectionError, retryInMs: number) => void;
}

/** Reads one page; rejects as every call of the client does. */
export type ReadPage = (after: string | null, signal: AbortSignal | undefined) => Promise<EventPage>;

/** An empty answer that came sooner than this was no wait: without a pause a broken proxy would be asked without end. */
const QUICK_MS = 1_000;
const REFUSALS: readonly string[] = ['cursor_invalid', 'cursor_ahead', 'cursor_expired'];

/**
 * The events of the feed, one by one and without end. An event counts as done when the next one is asked for, and that
 * is on the disk before the next one is given; one at which the loop was left comes again.
 */
export async function* consumeFeed(
  read: ReadPage,
  options: ConsumeOptions,
): AsyncGenerator<OrderEvent, void, undefined> {
  const place = await FeedPlace.load(options.cursor);
  while (!isAborted(options)) {
    const page = await nextPage(read, place, options);
    if (page === null) return;
    const open = page.data.filter(({ id }) => !place.has(id));
    for (const [index, event] of open.entries()) {
      if (isAborted(options)) return;
      yield event;
      if (index < open.length - 1) await place.finish(event.id);
    }
    await place.move(page.nextCursor);
  }
}

/** The next page, however long that takes; null once the signal aborts. */
async function nextPage(read: ReadPage, place: FeedPlace, options: ConsumeOptions): Promise<EventPage | null> {
  const { signal } = options;
  for (let failures = 0; ;) {
    const askedAt = performance.now();
    try {
      const page = await read(place.after, signal);
      if (page.data.length === 0 && performance.now() - askedAt < QUICK_MS) await pause(QUICK_MS, signal ?? null);
      return page;
    } catch (error) {
      if (isAborted(options)) return null;
      if (isRefusal(error) && options.whenRefused === 'start_anew' && place.after !== null) {
        await place.move(null);
        continue;
      }
      if (!isPassing(error)) throw error;
      failures += 1;
      const retryAfterSeconds = error instanceof ChasquiError ? error.retryAfterSeconds : null;
      const waitMs = pauseMs(failures, retryAfterSeconds, Math.random());
      options.onTrouble?.(error, waitMs);
      await pause(waitMs, signal ?? null).catch(() => undefined);
      if (isAborted(options)) return null;
    }
  }
}

/** A function, because the signal changes while we wait, which a compiler that reads line by line does not believe. */
function isAborted({ signal }: ConsumeOptions): boolean {
  return signal?.aborted === true;
}

function isRefusal(error: unknown): boolean {
  return error instanceof ChasquiError && REFUSALS.includes(error.code);
}

/** What may be otherwise next time: silence, too many requests, and whatever is wrong on the other side. */
function isPassing(error: unknown): error is ChasquiError | ChasquiConnectionError {
  if (error instanceof ChasquiConnectionError) return true;
  return error instanceof ChasquiError && (error.status === 429 || error.status >= 500);
}
