import type { EventFeed, FeedPage, FeedQuery } from './event-feed.js';
import type { FeedWatch } from './feed-watch.js';

export interface FeedPatience {
  /** How long to wait where nothing is there; 0 not at all. */
  readonly waitMs: number;
  /** Aborts when nobody reads the answer any more. */
  readonly signal: AbortSignal;
}

/** Reads the feed, and where there is nothing yet waits for it instead of letting the reader ask again and again. */
export class FeedReader {
  constructor(
    private readonly feed: Pick<EventFeed, 'read'>,
    private readonly watch: Pick<FeedWatch, 'watch'>,
  ) {}

  /**
   * The first page with events, or the empty page of the last look when the wait is over. Throws what `EventFeed.read`
   * throws.
   */
  async read(query: FeedQuery, { waitMs, signal }: FeedPatience): Promise<FeedPage> {
    if (waitMs <= 0) return this.feed.read(query);
    const endsAt = performance.now() + waitMs;
    const watcher = await this.watch.watch(query.shopId);
    try {
      let page = await this.feed.read(query);
      while (page.events.length === 0 && (await watcher.news(endsAt - performance.now(), signal))) {
        page = await this.feed.read({ ...query, after: page.nextCursor });
      }
      return page;
    } finally {
      watcher.end();
    }
  }
}
