export interface NotificationBatchesOptions {
  /** Batches applied side by side: while one waits for the database, the other thinks. */
  readonly atOnce?: number;
  /** Rows per batch. Larger ones hold their locks longer and gain nothing. */
  readonly most?: number;
}

interface Announced {
  readonly ids: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Applies what many jobs announce in few batches, as most of what a batch costs does not depend on its size. What comes
 * while there is room is applied at once; what comes while all batches are under way goes together in the next. No
 * timer: what comes alone is not kept waiting.
 */
export class NotificationBatches {
  private waiting: Announced[] = [];
  private underWay = 0;
  private readonly atOnce: number;
  private readonly most: number;

  constructor(
    private readonly apply: (ids: readonly string[]) => Promise<unknown>,
    options: NotificationBatchesOptions = {},
  ) {
    this.atOnce = options.atOnce ?? 2;
    this.most = options.most ?? 500;
  }

  /** Resolves when all of these rows have been looked at; rejects with what their batch threw. */
  add(ids: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ids, resolve, reject });
      if (this.underWay < this.atOnce) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.underWay += 1;
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        const ids = [...new Set(batch.flatMap((announced) => announced.ids))];
        // One announcement may name more than a batch: a queue that was away for a while.
        for (let from = 0; from < ids.length; from += this.most) await this.apply(ids.slice(from, from + this.most));
        for (const announced of batch) announced.resolve();
      } catch (error) {
        for (const announced of batch) announced.reject(error);
      }
    }
    this.underWay -= 1;
  }

  /** In the order they came, as many as fit, and at least one. */
  private take(): Announced[] {
    let rows = 0;
    const fits = this.waiting.findIndex((announced) => (rows += announced.ids.length) > this.most);
    return this.waiting.splice(0, fits === -1 ? this.waiting.length : Math.max(1, fits));
  }
}
