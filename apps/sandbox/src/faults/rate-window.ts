const WINDOW_MS = 60_000;

/** Requests per minute in fixed windows of business time. */
export class RateWindow {
  private startedAt = Number.NEGATIVE_INFINITY;
  private taken = 0;

  /** null when the request may pass, else the whole seconds until the next one may. */
  take(limit: number, now: Date): number | null {
    const at = now.getTime();
    // A clock that runs backwards opens a new window too.
    if (at - this.startedAt >= WINDOW_MS || at < this.startedAt) {
      this.startedAt = at;
      this.taken = 0;
    }
    if (this.taken < limit) {
      this.taken += 1;
      return null;
    }
    return Math.max(1, Math.ceil((this.startedAt + WINDOW_MS - at) / 1_000));
  }
}
