import type { CursorStore } from './cursor-store.js';

/** How far a consumer has come: a cursor of the feed, and which of the events behind it are done already. */
export class FeedPlace {
  private constructor(
    private readonly store: CursorStore,
    private cursor: string | null,
    private readonly done: Set<string>,
  ) {}

  static async load(store: CursorStore): Promise<FeedPlace> {
    const text = await store.load();
    if (text === null) return new FeedPlace(store, null, new Set());
    const saved = parse(text);
    if (saved === null) {
      throw new Error(
        'What the cursor store holds was not written by consume(): give each consumer a store of its own. Emptied, the feed is read from its beginning; events keep their ids.',
      );
    }
    return new FeedPlace(store, saved.after, new Set(saved.done));
  }

  get after(): string | null {
    return this.cursor;
  }

  has(eventId: string): boolean {
    return this.done.has(eventId);
  }

  /** One event of the page behind the cursor is done. */
  async finish(eventId: string): Promise<void> {
    this.done.add(eventId);
    await this.save();
  }

  /** All of the page are. */
  async move(cursor: string | null): Promise<void> {
    if (cursor === this.cursor) return;
    this.cursor = cursor;
    this.done.clear();
    await this.save();
  }

  private save(): Promise<void> {
    return this.store.save(JSON.stringify({ v: 1, after: this.cursor, done: [...this.done] }));
  }
}

function parse(text: string): { after: string | null; done: string[] } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('after' in value) || !('done' in value)) return null;
  const { after, done } = value;
  if (!(after === null || typeof after === 'string') || !Array.isArray(done)) return null;
  return { after, done: done.filter((id) => typeof id === 'string') };
}
